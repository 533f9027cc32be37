import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test from 'ava';
import type {AddressSpace} from '../../source/memory/memory.js';
import {hasContent} from '../../source/memory/presence.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {scratchFolder, tarBody, tarEnd, tarHeader} from '../support/archives.js';
import {ChangedCheckpoint} from '../support/changed-checkpoint.js';
import {run} from '../support/command.js';
import {editMessages} from '../support/edit-image.js';
import {exportedCore, type ElfCore} from '../support/elf-core.js';
import {expected, fixture, unpack} from '../support/fixtures.js';
import {word} from '../support/image-file.js';
import {bytesOf, copyOfFixture, fileIn, mappingsOf} from '../support/memory.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {packedFixture} from '../support/packed-pages.js';

type Crit<T> = {readonly entries: readonly T[]};
type Registers = Readonly<Record<string, number | bigint | string>>;
type FloatingPoint = Readonly<Record<'cwd' | 'swd' | 'twd' | 'fop' | 'mxcsr' | 'mxcsr_mask', number>> & {
	readonly st_space: number[]; readonly xmm_space: number[];
	readonly xsave: {readonly xstate_bv: number} & Readonly<Record<string, Array<number | bigint>>>;
};
type Tls = {readonly entry_number: number; readonly base_addr: number; readonly limit: number};
type Core = {
	readonly thread_info: {readonly gpregs: Registers; readonly fpregs: FloatingPoint; readonly tls: readonly Tls[]};
	readonly tc?: {readonly blk_sigset: number};
};
type ProcMap = Readonly<Record<'start' | 'end' | 'off' | 'path', string>> & {readonly sha256?: string};
type Proc = {readonly processes: ReadonlyArray<{readonly pid: number; readonly maps: readonly ProcMap[]}>};

const auxiliaryOf = (name: string) => (expected(name, 'images/mm-1.img.json') as Crit<{mm_saved_auxv: Array<number | bigint>}>).entries[0]!.mm_saved_auxv.map(BigInt);

const coreOf = (name: string, tid: number) => (expected(name, `images/core-${tid}.img.json`) as Crit<Core>).entries[0]!;

async function spaceOf<T>(checkpoint: string, pid: number, ask: (space: AddressSpace) => T): Promise<T> {
	const opened = await completeCheckpoint(checkpoint);
	try {
		return ask(opened.process(pid)!.memory);
	} finally {
		opened.close();
	}
}

/**
Holds a core against the memory.
@yields what is wrong with it
*/
function * faults(core: ElfCore, space: AddressSpace): Generator<string> {
	for (const {start, end, presence} of space.runs(0n, 1n << 64n)) {
		if (presence !== 'zero' && !hasContent(presence)) {
			yield * core.has(start, end) ? [`has something at 0x${start.toString(16)}, which is ${presence}`] : [];
		} else if (!core.read(start, Number(end - start))?.equals(bytesOf(space, start, end))) {
			yield `has other bytes at 0x${start.toString(16)}`;
		}
	}

	let last = 0n;
	for (const {address, memorySize, offset, flags, fileSize, alignment} of core.segments) {
		const vma = space.vmas.at(space.vmas.find(address));
		const protection = [4, 2, 1].map((bit, index) => (flags & bit) === 0 ? '-' : 'rwx'[index]!).join('');
		if (memorySize === 0n || address < last || address + memorySize > vma.end || BigInt(fileSize) > memorySize) {
			yield `segment at 0x${address.toString(16)} is out of order or too large`;
		}

		if (alignment !== BigInt(space.pageSize) || BigInt(offset) % alignment !== address % alignment || !vma.protection.startsWith(protection)) {
			yield `segment at 0x${address.toString(16)} is ${protection} and at ${offset}`;
		}

		last = address + memorySize;
	}
}

for (const [name, pid] of [['podman-zoo', 1], ['px-threads', 1], ['px-i386', 1], ['px-vmas', 1], ['raw-chain-mixed', 14_064], ['checkpoint-shop', 1], ['fx-memfd', 1]] as const) {
	test.serial(`a core of ${name} has the memory that is known, and nothing of what is not`, async t => {
		const {core, code, errors, file, map} = await exportedCore(fixture(name), pid);
		t.is(code, 0, errors);
		await spaceOf(fixture(name), pid, space => {
			t.deepEqual([...faults(core, space)], []);
		});
		t.deepEqual([core.isWide, core.machine], name === 'px-i386' ? [false, 3] : [true, 62]);
		t.is(core.types[0], 4);
		const {blocks, mode} = fs.statSync(file);
		t.is(mode & 0o777, 0o600);
		const stored = map.stretches.reduce((sum, {content, length}) => sum + (content === 'bytes' ? Number(length) : 0), 0);
		const notes = core.notes.reduce((sum, {content}) => sum + content.length + 20, 0);
		t.true(blocks * 512 < stored + notes + core.segments.length * 56 + 262_144);
	});
}

test.serial('many zeros take no room in the file', async t => {
	const {core, map} = await exportedCore(fixture('checkpoint-shop'), 1);
	const many = map.stretches.filter(({presence, length}) => presence === 'zero' && Number(length) >= 1 << 20);
	t.true(many.length > 0);
	for (const {address, length, offset, content} of many) {
		t.deepEqual([offset, content], [null, 'zeros']);
		t.true(core.read(BigInt(String(address)), Number(length))!.every(byte => byte === 0));
	}

	t.true(core.segments.some(({fileSize, memorySize}) => fileSize === 0 && memorySize > 0n));
});

test.serial('the map says where in the core each stretch is', async t => {
	const {core, map} = await exportedCore(fixture('podman-zoo'), 1);
	t.like(map, {format: 'elf core', size: null, pid: 1, start: null});
	const found = map.stretches.filter(({offset}) => offset !== null);
	t.true(found.length > 100);
	for (const {address, offset, length, content} of found) {
		const bytes = core.bytes.subarray(Number(offset), Number(offset) + Number(length));
		t.true(core.read(BigInt(String(address)), Number(length))!.equals(bytes));
		t.true(content === 'bytes' || bytes.every(byte => byte === 0));
	}

	for (const {address, length, offset} of map.stretches.filter(({content}) => content === 'none')) {
		const start = BigInt(String(address));
		t.is(offset, null);
		t.false(core.has(start, start + BigInt(Number(length))));
	}
});

const wideOrder = 'r15 r14 r13 r12 bp bx r11 r10 r9 r8 ax cx dx si di orig_ax ip cs flags sp ss fs_base gs_base ds es fs gs'.split(' ');
const narrowOrder = 'bx cx dx si di bp ax ds es fs gs orig_ax ip cs flags sp ss'.split(' ');

for (const [name, count] of [['podman-zoo', 4], ['px-threads', 201]] as const) {
	test.serial(`${name}: every thread has the registers of its image`, async t => {
		const {core} = await exportedCore(fixture(name), 1);
		t.is(core.threads.size, count);
		t.is([...core.threads.keys()][0], 1);
		for (const [tid, [status]] of core.threads) {
			const {thread_info: {gpregs}} = coreOf(name, tid);
			t.is(status!.content.length, 336);
			t.deepEqual(wideOrder.map((_, index) => status!.content.readBigUInt64LE(112 + index * 8)), wideOrder.map(register => BigInt(gpregs[register]!)));
		}
	});
}

test.serial('a thread has its floating-point and vector registers', async t => {
	const {core} = await exportedCore(fixture('px-threads'), 1);
	const area = (values: ReadonlyArray<number | bigint>, size: 4 | 8) => Buffer.concat(values.map(value => {
		const bytes = Buffer.alloc(8);
		bytes.writeBigUInt64LE(BigInt(value));
		return bytes.subarray(0, size);
	}));
	for (const [tid, notes] of core.threads) {
		const {thread_info: {fpregs}} = coreOf('px-threads', tid);
		const [plain, extended] = [2, 0x202].map(type => notes.find(note => note.type === type)!);
		t.deepEqual([plain!.owner, plain!.content.length, extended!.owner, extended!.content.length], ['CORE', 512, 'LINUX', 2688]);
		t.deepEqual([0, 2, 4, 6].map(at => plain!.content.readUInt16LE(at)), [fpregs.cwd, fpregs.swd, fpregs.twd, fpregs.fop]);
		t.deepEqual([24, 28].map(at => plain!.content.readUInt32LE(at)), [fpregs.mxcsr, fpregs.mxcsr_mask]);
		t.true(plain!.content.subarray(32, 416).equals(area([...fpregs.st_space, ...fpregs.xmm_space], 4)));
		t.true(extended!.content.subarray(0, 416).equals(plain!.content.subarray(0, 416)));
		t.deepEqual([extended!.content.readBigUInt64LE(464), extended!.content.readBigUInt64LE(512)], [0xe7n, BigInt(fpregs.xsave.xstate_bv)]);
		const {ymmh_space: ymm, opmask_reg: masks, zmm_upper: upper, hi16_zmm: high} = fpregs.xsave;
		for (const [at, bytes] of [[576, area(ymm!, 4)], [1088, area(masks!, 8)], [1152, area(upper!, 8)], [1664, area(high!, 8)]] as const) {
			t.true(extended!.content.subarray(at, at + bytes.length).equals(bytes));
		}
	}

	t.is(core.threads.get(2)!.find(({type}) => type === 2)!.content.toString('latin1', 160, 176), 'PLANT-THREAD-STA');
});

test.serial('px-i386: a 32-bit process has 32-bit notes', async t => {
	const {core} = await exportedCore(fixture('px-i386'), 1);
	const {thread_info: {gpregs, fpregs, tls}} = coreOf('px-i386', 1);
	t.deepEqual(core.notes.map(({owner, type, content}) => [owner, type, content.length]).filter(([, type]) => type !== 0x46494c45), [
		['CORE', 1, 144], ['CORE', 3, 124], ['CORE', 6, 208], ['CORE', 2, 108], ['LINUX', 0x46e62b7f, 512], ['LINUX', 0x202, 2688], ['LINUX', 0x200, 48],
	]);
	const [status] = core.notesOf(1);
	t.deepEqual(narrowOrder.map((_, index) => status!.readUInt32LE(72 + index * 4)), narrowOrder.map(register => Number(gpregs[register]!)));
	const [old] = core.notesOf(2);
	t.deepEqual([0, 4, 8, 16, 24].map(at => old!.readUInt32LE(at)), [0xffff0000 + fpregs.cwd, 0xffff0000, 0xffffffff, 35, 0xffff002b]);
	const [local] = core.notesOf(0x200);
	t.deepEqual([0, 4, 8].map(at => local!.readUInt32LE(at)), [tls[0]!.entry_number, tls[0]!.base_addr, tls[0]!.limit]);
	// seg_32bit, limit_in_pages and useable: what set_thread_area(2) was asked for.
	t.deepEqual([12, 28, 44].map(at => local!.readUInt32LE(at)), [0x51, 0x28, 0x28]);
	const [vector] = core.notesOf(6);
	t.deepEqual(Array.from({length: vector!.length / 8}, (_, index) => vector!.readBigUInt64LE(index * 8)), auxiliaryOf('px-i386'));
	// The size of a page, 4096.
	t.true(vector!.includes(Buffer.from('0600000000100000', 'hex')));
});

test.serial('the process is told of: ids, name and arguments', async t => {
	const {core} = await exportedCore(fixture('podman-zoo'), 1);
	const [info] = core.notesOf(3);
	t.is(info!.length, 136);
	t.deepEqual([24, 28, 32, 36].map(at => info!.readUInt32LE(at)), [1, 0, 1, 1]);
	t.is(info!.toString('latin1', 40, 56).replaceAll('\0', ''), 'python3');
	t.is(info!.toString('latin1', 56).replaceAll('\0', ''), 'python3 -W ignore /lab/zoo.py');
	const [vector] = core.notesOf(6);
	t.deepEqual(Array.from({length: vector!.length / 8}, (_, index) => vector!.readBigUInt64LE(index * 8)), auxiliaryOf('podman-zoo'));
	const stopped = await exportedCore(fixture('podman-zoo'), 6);
	const [other] = stopped.core.notesOf(3);
	t.is(String.fromCharCode(other![1]!), 'T');
});

test.serial('nothing that a debugger prints of a core can do anything to a terminal', async t => {
	for (const [name, pid] of [['podman-zoo', 7], ['px-hugeenv', 1]] as const) {
		const {core} = await exportedCore(fixture(name), pid);
		const [info] = core.notesOf(3);
		const text = info!.subarray(40).toString().replaceAll('\0', '');
		t.true(text.length > 10);
		t.notRegex(text, /[\p{Cc}\p{Cf}]/v);
	}

	const folder = copyOfFixture('px-threads');
	editMessages(fileIn(folder, 'files.img'), 'file_entry', ({reg}) => {
		if (reg?.name.equals('/bin/threads')) {
			reg.name = Untrusted.from('/bin/\u001B]0;threads');
		}
	});
	const {core} = await exportedCore(folder, 1);
	t.deepEqual([...new Set(core.files.map(({name}) => name))], ['/bin/␛]0;threads']);
});

for (const [name, pid] of [['px-threads', 1], ['fx-deleted', 2], ['checkpoint-shop', 1]] as const) {
	test.serial(`${name}: the mapped files are those that the kernel names`, async t => {
		const {core} = await exportedCore(fixture(name), pid);
		const {maps} = (expected(name, 'proc.json') as Proc).processes.find(process => process.pid === pid)!;
		t.deepEqual(
			core.files.map(({start, end, offset, name: file}) => [start, end, offset, file]),
			maps.filter(({path: file}) => file.startsWith('/')).map(({start, end, off, path: file}) => [BigInt(`0x${start}`), BigInt(`0x${end}`), BigInt(`0x${off}`), file]),
		);
	});
}

function bytesOfGhost(): Buffer {
	return fs.readFileSync(fileIn(unpack('fx-deleted'), 'ghost-file-1.img')).subarray(-735_328);
}

/** Mappings of the program whose bytes are those that `/proc/PID/mem` had. */
function wholeMappings(core: ElfCore, pid: number): string[] {
	const {maps} = (expected('fx-deleted', 'proc.json') as Proc).processes.find(process => process.pid === pid)!;
	return maps.filter(({path: file}) => file.startsWith('/')).filter(({start, end, sha256}) => {
		const bytes = core.read(BigInt(`0x${start}`), Number.parseInt(end, 16) - Number.parseInt(start, 16));
		return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === sha256;
	}).map(({start}) => start);
}

const mappingsOfProgram = ['00400000', '00401000', '00483000', '004ac000', '004b1000'];

test.serial('the pages of a file that was removed come from the dump', async t => {
	const {core, code, map} = await exportedCore(fixture('fx-deleted'), 2);
	t.is(code, 0);
	t.deepEqual(wholeMappings(core, 2), mappingsOfProgram);
	t.like(map.stretches[0], {address: '0x400000', content: 'file', presence: 'file', backing: '/tmp/.systemd-private (deleted)'});
	t.deepEqual(wholeMappings((await exportedCore(fixture('fx-deleted'), 1)).core, 1), ['004b1000']);
});

test.serial('the pages of a file come from the folder that is given', async t => {
	const root = scratchFolder();
	fs.mkdirSync(path.join(root, 'usr/bin'), {recursive: true});
	fs.writeFileSync(path.join(root, 'usr/bin/program'), bytesOfGhost());
	fs.symlinkSync('/usr/bin', path.join(root, 'bin'));
	fs.symlinkSync('../../../../usr/./bin/program', path.join(root, 'usr/bin/implant'));
	const {core, code, errors} = await exportedCore(fixture('fx-deleted'), 1, '--rootfs', root);
	t.is(code, 0, errors);
	t.deepEqual(wholeMappings(core, 1), mappingsOfProgram);
});

test.serial('the pages of a file that the container had changed come from the checkpoint', async t => {
	const changed = new ChangedCheckpoint('fx-deleted');
	changed.addToTar('rootfs-diff.tar', 'bin/implant', bytesOfGhost());
	const {core, code, errors} = await exportedCore(changed.folder, 1);
	t.is(code, 0, errors);
	t.deepEqual(wholeMappings(core, 1), mappingsOfProgram);
	changed.editInTar('rootfs-diff.tar', 'bin/implant', (_, content) => content.fill(1));
	const other = await exportedCore(changed.folder, 1);
	t.is(other.errors, 'cryoscope: not in the core: 712,704 bytes not dumped, as in its file; 28,672 bytes of a kind never dumped\ncryoscope: rootfs-diff.tar: /bin/implant: has not the build id of the mapped file: nothing is taken from it\n');
	t.deepEqual(wholeMappings(other.core, 1), ['004b1000']);
});

test.serial('the pages of a file on a tmpfs come from the checkpoint', async t => {
	const folder = copyOfFixture('fx-deleted');
	const checkpoint = await completeCheckpoint(folder);
	const {mountpoint} = checkpoint.images.messages('mountpoints-13.img', 'mnt_entry').find(({root_dev: device, root}) => device === 172 && root.equals('/'))!;
	checkpoint.close();
	const content = bytesOfGhost();
	fs.writeFileSync(fileIn(folder, 'tmpfs-dev-172.tar.gz.img'), zlib.gzipSync(Buffer.concat([tarHeader('./x/implant', {size: content.length}), tarBody(content), tarEnd])));
	editMessages(fileIn(folder, 'files.img'), 'file_entry', ({reg}) => {
		if (reg?.id === 1) {
			reg.name = Untrusted.from(`${mountpoint.toString()}/x/implant`);
		}
	});
	const {core, code, errors} = await exportedCore(folder, 1);
	t.is(code, 0, errors);
	t.deepEqual(wholeMappings(core, 1), mappingsOfProgram);
});

test.serial('a file that is another than the mapped one is refused, and told of', async t => {
	const outside = path.join(scratchFolder(), 'implant');
	fs.writeFileSync(outside, bytesOfGhost());
	const otherBuild = Buffer.from(bytesOfGhost());
	const {reg} = (expected('fx-deleted', 'images/files.img.json') as Crit<{id: number; reg: {build_id: number[]}}>).entries.find(({id}) => id === 1)!;
	const id = otherBuild.indexOf(Buffer.concat(reg.build_id.map(value => word(value))));
	t.true(id > 0);
	otherBuild[id + 19]! ^= 1;
	const all = 'has not all of the mapped files: /bin/implant';
	for (const [make, reason] of [
		[(file: string) => {
			fs.writeFileSync(file, bytesOfGhost().subarray(1));
		}, '/bin/implant: has 735327 bytes, the mapped file had 735328: nothing is taken from it'],
		[(file: string) => {
			fs.writeFileSync(file, otherBuild);
		}, '/bin/implant: has not the build id of the mapped file: nothing is taken from it'],
		[(file: string) => {
			fs.writeFileSync(file, Buffer.alloc(735_328, 1));
		}, '/bin/implant: has not the build id of the mapped file: nothing is taken from it'],
		[(file: string) => {
			fs.symlinkSync('x'.repeat(300), file);
		}, '/bin/implant: name too long'],
		[(file: string) => {
			fs.symlinkSync(outside, file);
		}, all],
		[(file: string) => {
			fs.symlinkSync(path.relative(path.dirname(file), outside), file);
		}, all],
		[(file: string) => {
			fs.symlinkSync('implant', file);
		}, all],
		[(file: string) => {
			fs.mkdirSync(file);
		}, all],
		[() => undefined, all],
	] as const) {
		const root = scratchFolder();
		fs.mkdirSync(path.join(root, 'bin'));
		make(path.join(root, 'bin/implant'));
		const {core, code, errors} = await exportedCore(fixture('fx-deleted'), 1, '--rootfs', root);
		t.is(code, 1);
		t.is(errors, `cryoscope: not in the core: 712,704 bytes not dumped, as in its file; 28,672 bytes of a kind never dumped\ncryoscope: ${root}: ${reason}\n`);
		t.deepEqual(wholeMappings(core, 1), ['004b1000']);
	}
});

test.serial('memory that should be there and is not is in no segment, and is told of', async t => {
	const lazy = await exportedCore(fixture('raw-lazy'), 7938);
	t.is(lazy.code, 1);
	t.regex(lazy.errors, /^cryoscope: not in the core: .*\ncryoscope: pid 7938: not all of its memory is here: [\d.]+ MiB lazy: left on the source host\n$/v);
	await spaceOf(fixture('raw-lazy'), 7938, space => {
		t.deepEqual([...faults(lazy.core, space)], []);
	});
	const cut = copyOfFixture('raw-plain');
	fs.truncateSync(fileIn(cut, 'pages-1.img'), 50 * 4096 + 7);
	const {core, code} = await exportedCore(cut, 7938);
	t.is(code, 1);
	await spaceOf(cut, 7938, space => {
		t.deepEqual([...faults(core, space)], []);
	});
});

test.serial('a damaged block of compressed pages is in no segment', async t => {
	const folder = packedFixture('podman-small', 64);
	const pages = fileIn(folder, 'pages-1.img');
	fs.writeFileSync(pages, fs.readFileSync(pages).fill(0xff, 20_000, 20_008));
	const {core, code, errors, map} = await exportedCore(folder, 1);
	t.is(code, 1);
	t.regex(errors, /81,920 bytes lost: its images are damaged/v);
	t.false(core.has(0x55f6eea07000n, 0x55f6eea07000n + 81_920n));
	t.like(map.stretches.find(({presence}) => presence === 'damaged'), {address: '0x55f6eea07000', length: 81_920, content: 'none', offset: null});
	t.true(core.read(0x55f6eea07000n + 81_920n, 4096) !== undefined);
});

test.serial('a thread whose image is lost costs only itself', async t => {
	const folder = copyOfFixture('px-threads');
	fs.rmSync(fileIn(folder, 'core-7.img'));
	const {core, code, errors} = await exportedCore(folder, 1);
	t.is(code, 1);
	t.regex(errors, /core-7\.img: missing/v);
	t.is(core.threads.size, 200);
	t.false(core.threads.has(7));
	fs.rmSync(fileIn(folder, 'core-1.img'));
	const second = await exportedCore(folder, 1);
	t.is(second.core.threads.size, 199);
});

test.serial('signals that wait for a thread, and those it holds back', async t => {
	const folder = copyOfFixture('px-threads');
	const siginfo = Buffer.alloc(128);
	siginfo.writeInt32LE(10);
	siginfo.writeInt32LE(4242, 16);
	editMessages(fileIn(folder, 'core-3.img'), 'core_entry', ({thread_core: own}) => {
		Object.assign(own!, {signals_p: {signals: [{siginfo}]}, blk_sigset: 0x8000n});
	});
	const {core} = await exportedCore(folder, 1);
	const notes = core.threads.get(3)!;
	t.deepEqual([16, 24].map(at => notes[0]!.content.readBigUInt64LE(at)), [0x200n, 0x8000n]);
	t.true(notes.find(({type}) => type === 0x53494749)!.content.equals(siginfo));
	t.false(core.threads.get(4)!.some(({type}) => type === 0x53494749));
	const leader = coreOf('podman-zoo', 1).tc!.blk_sigset;
	t.is((await exportedCore(fixture('podman-zoo'), 1)).core.notesOf(1)[0]!.readBigUInt64LE(24), BigInt(leader));
});

test.serial('an aarch64 process has the registers of its own architecture', async t => {
	const folder = copyOfFixture('px-threads');
	const regs = Array.from({length: 31}, (_, index) => BigInt(index) + 0x100n);
	const vregs = Array.from({length: 64}, (_, index) => BigInt(index) << 40n);
	const threads = fs.readdirSync(path.join(folder, 'checkpoint')).filter(name => name.startsWith('core-'));
	for (const name of threads) {
		editMessages(fileIn(folder, name), 'core_entry', core => {
			Object.assign(core, {mtype: 3, thread_info: undefined, ti_aarch64: {clear_tid_addr: 0n, tls: 7n, gpregs: {regs, sp: 2n, pc: 3n, pstate: 4n}, fpsimd: {vregs, fpsr: 5, fpcr: 6}}});
		});
	}

	const {core, code, errors} = await exportedCore(folder, 1);
	t.is(code, 0, errors);
	t.is(core.machine, 183);
	t.is(core.threads.size, 201);
	const [status, plain, local] = [1, 2, 0x401].map(type => core.threads.get(2)!.find(note => note.type === type)!.content);
	t.deepEqual([status!.length, plain!.length, local!.length], [392, 528, 8]);
	t.deepEqual(Array.from({length: 34}, (_, index) => status!.readBigUInt64LE(112 + index * 8)), [...regs, 2n, 3n, 4n]);
	t.deepEqual(Array.from({length: 64}, (_, index) => plain!.readBigUInt64LE(index * 8)), vregs);
	t.deepEqual([plain!.readUInt32LE(512), plain!.readUInt32LE(516), local!.readBigUInt64LE()], [5, 6, 7n]);
});

test.serial('what has no registers, or others than those that are known, is refused', async t => {
	const file = path.join(scratchFolder(), 'core');
	const ppc = copyOfFixture('px-i386');
	editMessages(fileIn(ppc, 'core-1.img'), 'core_entry', core => {
		Object.assign(core, {mtype: 4, thread_info: undefined});
	});
	for (const [checkpoint, pid, reason] of [
		[ppc, '1', 'pid 1: cores of ppc64 can\'t be written yet, only those of x86_64, i386 and aarch64'],
		[path.join(unpack('raw-chain'), 'pre-dump'), '8099', 'pid 8099: the dump is a pre-dump, which has memory and no registers: only memory as it is can be exported'],
		[fixture('raw-lazy'), '7941', 'pid 7941: it is dead, and has no memory in the checkpoint'],
	] as const) {
		const {code, errors} = await run(['export', '--core', '-p', pid, '-o', file, checkpoint]);
		t.is(code, 1);
		t.is(errors, `cryoscope: ${reason}\n`);
		t.deepEqual(fs.readdirSync(path.dirname(file)), []);
	}

	for (const [options, reason] of [
		[['--core', '--vma', '400000'], '--core is of a whole process: neither --range nor --vma goes with it'],
		[['--core', '--range', '10-20'], '--core is of a whole process: neither --range nor --vma goes with it'],
		[['--rootfs', '/'], '--rootfs goes with --core'],
	] as const) {
		const {code, errors} = await run(['export', '-p', '1', '-o', file, ...options, fixture('px-i386')]);
		t.is(code, 2);
		t.true(errors.includes(reason), errors);
	}

	const none = await run(['export', '--core', '-p', '1', '-o', file, '--rootfs', '/no/such', fixture('px-i386')]);
	t.is(none.code, 1);
	t.is(none.errors, 'cryoscope: /no/such: no such file or directory\n');
	fs.writeFileSync(file, 'mine');
	const there = await run(['export', '--core', '-p', '1', '-o', file, fixture('px-i386')]);
	t.is(there.errors, `cryoscope: ${file}: exists already: --force replaces it\n`);
});

test.serial('every mapping that is known as a whole is one segment', async t => {
	const {core} = await exportedCore(fixture('px-vmas'), 1);
	await spaceOf(fixture('px-vmas'), 1, space => {
		const small = mappingsOf(space).filter(({start, end, kind}) => end - start === 4096n && kind === 'anonymous');
		t.true(small.length >= 20_000);
		t.true(core.segments.length >= small.length);
		const starts = new Set(core.segments.map(({address}) => address));
		t.true(small.every(({start}) => starts.has(start)));
	});
});
