import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {aroundInSegments} from '../../../source/views/search/surroundings.js';
import {unpack} from '../../support/fixtures.js';
import {fileOf, fileSource, randomNumbers, segment} from '../../support/segments.js';

test('bytes that a file has lost since a match was found are left out, not shown as zeros', t => {
	const log = fs.readFileSync(path.join(unpack('podman-small'), 'config.dump'));
	const file = fileOf(log);
	const around = () => aroundInSegments([segment(0n, [{source: fileSource(file), position: 0, length: log.length}])]);
	const match = {address: 40n, length: 10};
	t.deepEqual(around()(match, 20), {before: Uint8Array.from(log.subarray(20, 40)), match: Uint8Array.from(log.subarray(40, 50)), after: Uint8Array.from(log.subarray(50, 70))});
	fs.truncateSync(file, 60);
	t.deepEqual(around()(match, 20).after, Uint8Array.from(log.subarray(50, 60)));
	fs.truncateSync(file, 45);
	t.deepEqual(around()(match, 20), {before: Uint8Array.from(log.subarray(20, 40)), match: Uint8Array.from(log.subarray(40, 45)), after: new Uint8Array(0)});
});

test('what is around a match stays as it was when others have been looked at, up to the first and the last address', t => {
	const random = randomNumbers(5);
	const length = 300_000;
	const bytes = Buffer.from(Array.from({length}, () => random(256)));
	const file = fileSource(fileOf(bytes));
	for (const start of [0n, 0x7fff_0000n, (1n << 64n) - BigInt(length)]) {
		const around = aroundInSegments([segment(start, [{source: file, position: 0, length}])]);
		const asked = Array.from({length: 400}, (_, index) => {
			const size = 1 + random(index % 20 === 0 ? 4096 : 40);
			const at = index % 10 === 0 ? random(100) : (index % 10 === 1 ? length - size - random(100) : random(length - size));
			return {at, size, context: random(index % 30 === 0 ? 100_000 : 60)};
		}).toSorted((one, other) => one.at - other.at);
		const told = asked.map(({at, size, context}) => around({address: start + BigInt(at), length: size}, context));
		for (const [index, {at, size, context}] of asked.entries()) {
			const {before, match, after} = told[index]!;
			t.true(Buffer.compare(before, bytes.subarray(Math.max(0, at - context), at)) === 0);
			t.true(Buffer.compare(match, bytes.subarray(at, at + size)) === 0);
			t.true(Buffer.compare(after, bytes.subarray(at + size, at + size + context)) === 0);
		}
	}
});
