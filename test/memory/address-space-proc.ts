/**
The address spaces of real dumps against what /proc said of the same processes at that moment.
*/
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {core_entry} from '../../source/criu/schema/messages.js';
import type {AddressSpace, Vma} from '../../source/memory/memory.js';
import {openAddressSpace} from '../../source/memory/open-address-space.js';
import {expected, fixturesFolder} from '../support/fixtures.js';
import {bytesOf, fixtureImages, mappingsOf} from '../support/memory.js';

type Mapping = {readonly start: string; readonly end: string; readonly prot: string; readonly off: string; readonly path: string; readonly sha256?: string};
type Proc = {readonly processes: ReadonlyArray<{readonly pid: number; readonly threads: ReadonlyArray<{readonly tid: number}>; readonly maps: readonly Mapping[]}>};

/** Python programs that wake up once a second, and did so between the dump and the hashing. */
const ranOn: Record<string, string[]> = {
	'checkpoint-shop': [
		'1 0e3cb000 [heap]',
		'1 7fd2168b0000',
		'1 7fffdbd32000 [stack]',
		'20 0e3cb000 [heap]',
		'20 7fffdbd32000 [stack]',
		'22 0e3cb000 [heap]',
		'22 7fffdbd32000 [stack]',
	],
};

const hex = (text: string) => BigInt(`0x${text}`);
const shown = (start: bigint, end: bigint) => `${start.toString(16)}-${end.toString(16)}`;

/** CRIU joins the two mappings of the kernel's time data into one. */
function joinVvar(maps: readonly Mapping[]): Mapping[] {
	const joined: Mapping[] = [];
	for (const mapping of maps) {
		const last = joined.at(-1);
		if (mapping.path === '[vvar_vclock]' && last?.path === '[vvar]') {
			joined[joined.length - 1] = {...last, end: mapping.end};
		} else {
			joined.push(mapping);
		}
	}

	return joined;
}

function kindInProc({kind}: Vma): string {
	const names: Partial<Record<Vma['kind'], string>> = {heap: '[heap]', stack: '[stack]', vdso: '[vdso]', vvar: '[vvar]', vsyscall: '[vsyscall]', anonymous: '', 'shared-anonymous': '/dev/zero', sysv: '/SYSV', memfd: '/memfd:', file: '/'};
	return names[kind] ?? kind;
}

function kindOfPath(name: string): string {
	return /^\/memfd:|^\/SYSV|^\/dev\/zero/.exec(name)?.[0] ?? (name.startsWith('/') ? '/' : name);
}

function hasEveryByte(space: AddressSpace, {start, end}: Vma): boolean {
	return [...space.runs(start, end)].every(run => ['dumped', 'shared', 'parent', 'zero'].includes(run.presence));
}

const names = fs.readdirSync(path.join(fixturesFolder, 'expected')).map(file => file.replace('.tar.zst', ''));
for (const name of names) {
	const proc = read(name);
	if (proc === undefined) {
		continue;
	}

	test(`${name}: the mappings are those of /proc`, async t => {
		const images = await fixtureImages(name);
		for (const {pid, maps} of proc.processes) {
			if (maps.length === 0) {
				continue;
			}

			const ours = mappingsOf(openAddressSpace(images, pid)).map(vma => [shown(vma.start, vma.end), vma.protection, vma.offset, kindInProc(vma)]);
			const theirs = joinVvar(maps).map(mapping => [shown(hex(mapping.start), hex(mapping.end)), mapping.prot, hex(mapping.off), kindOfPath(mapping.path)]);
			t.deepEqual(ours, theirs, `pid ${pid}`);
		}
	});

	test(`${name}: the bytes of the mappings are those of /proc`, async t => {
		const images = await fixtureImages(name);
		const differing = [];
		let equal = 0;
		for (const {pid, maps, threads} of proc.processes) {
			const space = maps.length === 0 ? undefined : openAddressSpace(images, pid);
			const cores = threads.map(({tid}) => images.message(`core-${tid}.img`, 'core_entry')!);
			const hashed = maps.filter(({start, sha256}) => sha256 !== undefined && hasEveryByte(space!, mappingAt(space!, start)));
			const odd = hashed.filter(({start, sha256}) => !isAsHashed(space!, mappingAt(space!, start), cores, sha256!));
			equal += hashed.length - odd.length;
			differing.push(...odd.map(mapping => `${pid} ${mapping.start} ${mapping.path}`.trimEnd()));
		}

		t.deepEqual(differing, ranOn[name] ?? []);
		t.true(equal > 0);
	});
}

function mappingAt({vmas}: AddressSpace, start: string): Vma {
	return vmas.at(vmas.find(hex(start)));
}

function isAsHashed(space: AddressSpace, vma: Vma, cores: readonly core_entry[], hash: string): boolean {
	const bytes = bytesOf(space, vma.start, vma.end);
	return hashOf(bytes) === hash || differsInRseq(bytes, vma, cores, hash) || wasWrittenBySleep(vma, cores);
}

function hashOf(bytes: Uint8Array): string {
	return crypto.createHash('sha256').update(bytes).digest('hex');
}

/** The kernel writes the number of the processor into a thread's rseq area whenever the thread moves: all the rest must be equal. */
function differsInRseq(bytes: Buffer, {start, end}: Vma, cores: readonly core_entry[], hash: string): boolean {
	return cores.some(({thread_core}) => {
		const area = thread_core?.rseq_entry?.rseq_abi_pointer ?? 0n;
		return area >= start && area < end && [0, 1, 2, 3].some(processor => {
			const moved = Buffer.from(bytes);
			moved.writeUInt32LE(processor, Number(area - start));
			moved.writeUInt32LE(processor, Number(area - start) + 4);
			return hashOf(moved) === hash;
		});
	});
}

/** The kernel writes the time left where clock_nanosleep's fourth argument says, whenever the sleep is interrupted: by the dump, and by looking at /proc afterwards. */
function wasWrittenBySleep({start, end}: Vma, cores: readonly core_entry[]): boolean {
	const clockNanosleep = 230n;
	return cores.some(({thread_info}) => {
		const timeLeft = thread_info?.gpregs.orig_ax === clockNanosleep ? thread_info.gpregs.r10 : 0n;
		return timeLeft >= start && timeLeft < end;
	});
}

function read(name: string): Proc | undefined {
	try {
		return expected(name, 'proc.json') as Proc;
	} catch {
		return undefined;
	}
}
