import path from 'node:path';
import test from 'ava';
import {writeGrownCheckpoint} from '../../bench/inputs/grown-checkpoint.js';
import {fragmentedImages, fragmentStep, heapStart} from '../../bench/inputs/grown-images.js';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {maps} from '../../source/views/maps.js';
import {fixture, temporaryFolder} from '../support/fixtures.js';
import {completeCheckpoint} from '../support/open-fixture.js';

test('a process of a hundred thousand fragments is like any other', async t => {
	const count = 100_000;
	const size = count * 4096;
	const file = path.join(temporaryFolder(), 'fragmented.tar');
	await writeGrownCheckpoint(fixture('podman-small'), file, size, [size], fragmentedImages);
	const checkpoint = await openCheckpoint(file);
	const process = checkpoint.process(1)!;
	const {memory} = process;
	const whole = (await completeCheckpoint(fixture('podman-small'))).process(1)!.memory;
	t.is(memory.vmas.length, whole.vmas.length + count);
	t.is(memory.contentSize, whole.contentSize + count * 4096);
	t.deepEqual(memory.problems, []);
	const last = count - 1;
	for (const index of [0, 1, 2, 4095, 65_536, last]) {
		const start = heapStart + BigInt(index) * fragmentStep;
		t.is(memory.vmas.find(start), index);
		t.is(memory.vmas.find(start + 0xFFFn), index);
		t.is(memory.vmas.find(start - 1n), -1);
		t.deepEqual(memory.pages(index), {dumped: 1, parent: 0, lazy: 0, shared: 0, lost: 0});
		const [run, ...others] = memory.runs(start, start + 0x1000n);
		t.is(run!.position, index * 4096);
		t.deepEqual(others, []);
	}

	// What was there before lies behind it, with the bytes it had.
	const [segment] = whole.segments(0n, 2n ** 64n);
	const [before, after] = [new Uint8Array(4096), new Uint8Array(4096)];
	whole.read(segment!.start, before);
	memory.read(segment!.start, after);
	t.deepEqual(after, before);
	// A row is made when it is looked at, in whatever order.
	const rows = maps.rows(process, checkpoint);
	t.is(rows.length, memory.vmas.length);
	t.is(rows.at(last).vma.start, heapStart + BigInt(last) * fragmentStep);
});
