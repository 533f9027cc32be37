import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {InputError} from '../../../../source/archive/byte-source.js';
import {CoreFile} from '../../../../source/forensics/export/core/core-file.js';
import type {CoreMachine} from '../../../../source/forensics/export/core/machines.js';
import {notesSegment} from '../../../../source/forensics/export/core/notes.js';
import {scratchFolder} from '../../../support/archives.js';
import {ElfCore} from '../../../support/elf-core.js';

const x86_64: CoreMachine = {number: 62, wordSize: 8, idSize: 4, registers: [], notes: () => []};
const i386: CoreMachine = {...x86_64, number: 3, wordSize: 4};

function written(machine: CoreMachine, write: (core: CoreFile, fd: number) => void, notes: Uint8Array = Buffer.alloc(0)): ElfCore {
	const file = path.join(scratchFolder(), 'core');
	const fd = fs.openSync(file, 'wx+');
	const core = new CoreFile(fd, machine, 4096, notes);
	write(core, fd);
	core.finish();
	fs.closeSync(fd);
	return new ElfCore(fs.readFileSync(file));
}

const shapesOf = ({segments}: ElfCore) => segments.map(({address, fileSize, memorySize}) => [address, fileSize, memorySize]);

for (const [name, machine] of [['64 bits', x86_64], ['32 bits', i386]] as const) {
	test(`${name}: what follows in one mapping is one segment, zeros without a place end the bytes of it`, t => {
		const core = written(machine, core => {
			core.place(0x1000n, 0x1000, 0, 'rw-p');
			core.place(0x2000n, 0x800, 0, 'rw-p');
			core.zeros(0x2800n, 0x5800n, 0, 'rw-p');
			core.zeros(0x8000n, 0x1000n, 0, 'rw-p');
			core.place(0x9000n, 0x1000, 0, 'rw-p');
			core.place(0xa000n, 0x1000, 1, 'r-xp');
			core.place(0xc000n, 0x1000, 1, '---p');
		});
		t.deepEqual(shapesOf(core), [[0x1000n, 0x1800, 0x8000n], [0x9000n, 0x1000, 0x1000n], [0xa000n, 0x1000, 0x1000n], [0xc000n, 0x1000, 0x1000n]]);
		t.deepEqual(core.segments.map(({flags}) => flags), [6, 6, 5, 0]);
	});

	test(`${name}: a segment is as far into a page of the file as it is in memory`, t => {
		const notes = notesSegment([{name: 'CORE', type: 1, content: Buffer.alloc(41, 7)}, {name: 'LINUX', type: 0x202, content: Buffer.from('state')}]);
		const core = written(machine, (core, fd) => {
			fs.writeSync(fd, 'head', core.place(0x1ffcn, 4, 0, 'rw-p'));
			fs.writeSync(fd, 'x', core.place(0x3001n, 1, 0, 'rw-p'));
			fs.writeSync(fd, 'tail', core.place(0x3ffcn, 4, 0, 'rw-p'));
		}, notes);
		t.deepEqual(core.segments.map(({offset}) => offset % 4096), [0xffc, 1, 0xffc]);
		t.deepEqual([core.read(0x1ffcn, 4), core.read(0x3001n, 1), core.read(0x3ffcn, 4), core.read(0x2000n, 1)].map(bytes => bytes?.toString()), ['head', 'x', 'tail', undefined]);
		t.deepEqual(core.notes.map(({owner, type, content}) => [owner, type, content.length]), [['CORE', 1, 41], ['LINUX', 0x202, 5]]);
	});

	test(`${name}: more segments than an ELF header can count`, t => {
		const core = written(machine, core => {
			for (let index = 0; index < 70_000; index++) {
				core.zeros(BigInt(index) * 0x2000n, 0x1000n, index, 'rw-p');
			}
		});
		t.is(core.bytes.readUInt16LE(machine.wordSize === 8 ? 56 : 44), 0xffff);
		t.is(core.segments.length, 70_000);
		t.like(core.segments.at(-1), {flags: 6, offset: core.segments[0]!.offset, address: 69_999n * 0x2000n, fileSize: 0, memorySize: 0x1000n, alignment: 0x1000n});
	});
}

test('a 32-bit core that becomes too large is refused', t => {
	t.throws(() => written(i386, core => {
		core.place(0n, 0xffff_f000, 0, 'rw-p');
	}), {instanceOf: InputError, message: 'core: more than 4 GiB, which a 32-bit one can\'t hold'});
	t.notThrows(() => written(i386, core => {
		core.zeros(0n, 0xffff_f000n, 0, 'rw-p');
	}));
});
