import test, {type ExecutionContext} from 'ava';
import type {AddressSpace} from '../../source/memory/memory.js';
import {hasContent, type Run} from '../../source/memory/presence.js';
import {bytesOf, find, fixtureImages, presenceOfPages, spaces} from '../support/memory.js';

test('a text over a page boundary is read in one', async t => {
	const [space] = spaces(await fixtureImages('podman-zoo'));
	const crossing = find(space!, 'CROSS-PAGE-BOUNDARY-MARK').filter(address => address % 4096n === 4090n);
	t.is(crossing.length, 1);
	t.is([...space!.runs(crossing[0]!, crossing[0]! + 24n)].length, 1);
});

test('in a private mapping of a file only the changed page is in the dump', async t => {
	const [space] = spaces(await fixtureImages('podman-zoo'));
	const patched = find(space!, 'patched in place').filter(address => address % 4096n === 0n).map(address => space!.vmas.at(space!.vmas.find(address))).filter(vma => vma.kind === 'file' && vma.end - vma.start === 8192n);
	t.is(patched.length, 1);
	t.deepEqual(presenceOfPages(space!, patched[0]!.start, patched[0]!.end), ['dumped', 'file']);
	t.is(bytesOf(space!, patched[0]!.start, patched[0]!.start + 20n).toString('latin1'), 'patched in place\u0002\u0000>\u0000');
});

for (const name of ['podman-zoo', 'raw-chain-mixed', 'raw-criu41', 'raw-lazy', 'px-i386', 'px-threads', 'px-vmas', 'checkpoint-shop', 'fx-memfd']) {
	test(`${name}: runs, segments and bytes agree on random ranges`, async t => {
		const random = generator(name);
		for (const space of spaces(await fixtureImages(name))) {
			for (let round = 0; round < 60; round++) {
				const [start, end] = randomRange(space, random);
				const runs = [...space.runs(start, end)];
				coversWithoutGaps(t, space, runs, start, end);
				segmentsAreTheRunsWithContent(t, space, runs, start, end);
				readingAgrees(t, space, runs, start, end);
			}
		}
	});
}

function coversWithoutGaps(t: ExecutionContext, {vmas}: AddressSpace, runs: readonly Run[], start: bigint, end: bigint): void {
	let position = start;
	for (const [index, run] of runs.entries()) {
		const next = runs[index + 1];
		t.is(run.start, position);
		t.true(run.end > run.start);
		t.is(run.source !== undefined, hasContent(run.presence));
		t.is(run.vma ?? -1, vmas.find(run.start));
		t.is(run.vma ?? -1, vmas.find(run.end - 1n));
		t.false(next?.presence === run.presence && next.vma === run.vma && next.source === undefined, 'runs without content are as long as can be');
		position = run.end;
	}

	t.is(position, end);
}

function segmentsAreTheRunsWithContent(t: ExecutionContext, space: AddressSpace, runs: readonly Run[], start: bigint, end: bigint): void {
	const stretches: Array<[bigint, bigint]> = [];
	const withContent = runs.filter(({presence}) => hasContent(presence));
	for (const run of withContent) {
		const last = stretches.at(-1);
		if (last?.[1] === run.start) {
			last[1] = run.end;
		} else {
			stretches.push([run.start, run.end]);
		}
	}

	const segments = [...space.segments(start, end)];
	t.deepEqual(segments.map(segment => [segment.start, segment.start + BigInt(segment.length)]), stretches);
	for (const segment of segments) {
		t.is(segment.pieces.reduce((sum, piece) => sum + piece.length, 0), segment.length);
		const bytes = Buffer.concat(segment.pieces.map(piece => {
			const part = Buffer.alloc(piece.length);
			piece.source.read(part, piece.position);
			return part;
		}));
		t.true(bytes.equals(bytesOf(space, segment.start, segment.start + BigInt(segment.length))));
	}
}

function readingAgrees(t: ExecutionContext, space: AddressSpace, runs: readonly Run[], start: bigint, end: bigint): void {
	const target = Buffer.alloc(Number(end - start), 0xAA);
	t.deepEqual(space.read(start, target), runs);
	for (const run of runs) {
		const part = target.subarray(Number(run.start - start), Number(run.end - start));
		const wanted = Buffer.alloc(part.length);
		run.source?.read(wanted, run.position!);
		t.true(part.equals(wanted));
	}
}

/** Somewhere around the start of a mapping, from a few bytes to some hundred pages. */
function randomRange({vmas}: AddressSpace, random: () => number): [bigint, bigint] {
	const {start, end} = vmas.at(Math.floor(random() * vmas.length));
	const from = start + BigInt(Math.floor(random() * Number(end - start))) - BigInt(Math.floor(random() * 3) * 4096);
	const low = from < 0n ? 0n : from;
	return [low, low + BigInt(1 + Math.floor(2 ** (random() * 20)))];
}

/** The same numbers in every run. */
function generator(seed: string): () => number {
	let state = [...seed].reduce((sum, character) => Math.imul(sum, 31) + character.codePointAt(0)!, 7);
	return () => {
		state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
		return ((state ^ state >>> 13) >>> 0) / 2 ** 32;
	};
}
