import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {aroundInSegments} from '../../../source/views/search/surroundings.js';
import {unpack} from '../../support/fixtures.js';
import {fileOf, fileSource, segment} from '../../support/segments.js';

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
