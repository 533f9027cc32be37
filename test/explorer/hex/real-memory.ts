/**
The lines of real address spaces.
*/
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {hexLayout} from '../../../source/explorer/hex/hex-layout.js';
import {HexLines, type Line} from '../../../source/explorer/hex/hex-lines.js';
import {hexRows} from '../../../source/explorer/hex/hex-rows.js';
import {openAddressSpace} from '../../../source/memory/open-address-space.js';
import type {AddressSpace} from '../../../source/memory/memory.js';
import {hasContent} from '../../../source/memory/presence.js';
import {copyOfFixture, fixtureImages, openImages, processesOf} from '../../support/memory.js';

async function memoryOf(name: string, pid: number): Promise<AddressSpace> {
	return openAddressSpace(await fixtureImages(name), pid);
}

function * down(lines: HexLines): Generator<Line> {
	for (let line: Line | undefined = lines.at(lines.start); line !== undefined; line = lines.after(line)) {
		yield line;
	}
}

function screen(space: AddressSpace, top: bigint, height: number, width = 140): string[] {
	const layout = hexLayout(width, space.wordSize);
	const lines = new HexLines(space, layout.bytesPerRow);
	return hexRows({lines, layout, top, height, cursor: -1n, column: 'hex', mappingName: () => undefined, unicode: true})
		.map(({spans}) => spans.map(({text}) => text).join(''));
}

test('every line of a real process is met on the way down and, the same, on the way up', async t => {
	const space = await memoryOf('podman-zoo', 1);
	const lines = new HexLines(space, 16);
	const all = [...down(lines)];
	t.is(all[0]!.start, space.vmas.at(0).start);
	t.is(all.at(-1)!.end, lastVma(space).end);
	t.true(all.every((line, index) => index === 0 || all[index - 1]!.end === line.start));
	let line: Line | undefined = lines.at(lines.end - 1n);
	for (let index = all.length - 1; index >= 0; index--) {
		t.deepEqual(line, all[index]);
		line = lines.before(line!);
	}

	t.is(line, undefined);
});

test('a line stands for what the memory says, and folds only equal bytes', async t => {
	const space = await memoryOf('podman-zoo', 1);
	for (const line of down(new HexLines(space, 16))) {
		t.true(isTrue(line, space), `${line.kind} ${line.start.toString(16)}`);
	}
});

test('neighbouring rows that are equal are folded', async t => {
	const space = await memoryOf('podman-zoo', 1);
	let equalRows = 0;
	let last: Uint8Array | undefined;
	for (const line of down(new HexLines(space, 16))) {
		const bytes = line.kind === 'row' ? new Uint8Array(16) : undefined;
		if (bytes) {
			space.read(line.start, bytes);
			equalRows = last && Buffer.compare(last, bytes) === 0 && line.start % 0x10_0000n !== 0n && line.start % 4096n !== 0n ? equalRows + 1 : 0;
		} else {
			equalRows = 0;
		}

		// One repeated row is drawn; two would have been folded.
		t.true(equalRows < 2, line.start.toString(16));
		last = bytes;
	}
});

test('a file mapping that was patched in place shows its dumped pages between stretches left to the file', async t => {
	const space = await memoryOf('podman-zoo', 1);
	const lines = [...down(new HexLines(space, 16))];
	const patched = lines.findIndex((line, index) => line.kind === 'absent' && line.presence === 'file' && lines[index + 1]?.kind === 'row' && line.vma === (lines[index + 1] as {vma: number}).vma);
	t.not(patched, -1);
	const [first, second] = screen(space, lines[patched]!.start, 2);
	t.regex(first!, /·· ·· {2}not dumped, as in its file: [\d,.]+ (?:bytes|MiB)/);
	t.regex(second!, /^[\da-f]{16} {2}(?:[\da-f]{2} ){7}[\da-f]{2} {2}/);
});

test('pages that were never touched are said to be so', async t => {
	const space = await memoryOf('podman-zoo', 1);
	const lines = [...down(new HexLines(space, 16))];
	const line = lines.find(candidate => candidate.kind === 'absent' && candidate.presence === 'zero')!;
	t.regex(screen(space, line.start, 1)[0]!, /·· ·· {2}zero page \(never touched\): [\d,.]+ (?:bytes|MiB)/);
});

test('what a lazy dump left behind is said to be lazy', async t => {
	const space = await memoryOf('raw-lazy', await anyPid('raw-lazy'));
	const lines = [...down(new HexLines(space, 16))];
	t.true(lines.some(line => line.kind === 'absent' && line.presence === 'lazy'));
});

test('what is in a parent that is not here is said to be so', async t => {
	const folder = copyOfFixture('raw-chain');
	fs.rmSync(path.join(folder, 'pre-dump'), {recursive: true});
	const images = await openImages(folder);
	const space = openAddressSpace(images, processesOf(images)[0]!);
	const lines = [...down(new HexLines(space, 16))];
	const line = lines.find(candidate => candidate.kind === 'absent' && candidate.presence === 'parent-missing')!;
	t.regex(screen(space, line.start, 1)[0]!, /·· ·· {2}in a parent that is not here: [\d,.]+ (?:bytes|MiB)/);
	t.false(lines.some(candidate => candidate.kind === 'row'));
});

test('addresses of a 32-bit process have eight digits', async t => {
	const space = await memoryOf('px-i386', await anyPid('px-i386'));
	t.is(space.wordSize, 4);
	for (const row of screen(space, space.vmas.at(0).start, 50)) {
		t.regex(row, /^[\da-f]{8} /);
	}
});

test('the last line of an x86-64 process is vsyscall, at the end of the address space', async t => {
	const space = await memoryOf('podman-zoo', 1);
	const lines = new HexLines(space, 16);
	t.like(lines.at(lines.end - 1n), {kind: 'absent', presence: 'never-dumped', start: 0xff_ff_ff_ff_ff_60_00_00n});
	t.is(screen(space, 0xff_ff_ff_ff_ff_60_00_00n, 5).length, 1);
});

test('twenty thousand mappings are walked from end to end', async t => {
	const space = await memoryOf('px-vmas', await anyPid('px-vmas'));
	t.true(space.vmas.length >= 20_000);
	const lines = new HexLines(space, 16);
	const seen = new Set<number>();
	for (const line of down(lines)) {
		if (line.kind !== 'gap') {
			seen.add(line.vma);
		}
	}

	t.is(seen.size, space.vmas.length);
});

function lastVma({vmas}: AddressSpace) {
	const last = vmas.length - 1;
	return vmas.at(last);
}

function isTrue(line: Line, space: AddressSpace): boolean {
	const runs = [...space.runs(line.start, line.end)];
	switch (line.kind) {
		case 'absent': {
			return runs.length === 1 && runs[0]!.presence === line.presence;
		}

		case 'gap': {
			return runs.length === 1 && runs[0]!.vma === undefined;
		}

		case 'repeat': {
			const bytes = new Uint8Array(Number(line.end - line.start) + 16);
			const presences = new Set(space.read(line.start - 16n, bytes).map(run => run.presence));
			return presences.size === 1 && bytes.every((byte, index) => byte === bytes[index % 16]);
		}

		case 'row': {
			return line.end - line.start <= 16n && runs.some(run => hasContent(run.presence));
		}
	}
}

async function anyPid(name: string): Promise<number> {
	const images = await fixtureImages(name);
	return processesOf(images)[0]!;
}
