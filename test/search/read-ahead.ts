import fs from 'node:fs';
import test from 'ava';
import {ReadAhead} from '../../source/search/read-ahead.js';
import {fileOf, randomNumbers} from '../support/segments.js';

function opened(bytes: Buffer): number {
	return fs.openSync(fileOf(bytes), 'r');
}

function read(ahead: ReadAhead, fd: number, offset: number, length: number): Buffer {
	const target = Buffer.alloc(length);
	return target.subarray(0, ahead.read(fd, target, offset));
}

test('stretches of files are read as they stand there, small and large, one after the other or not', t => {
	const random = randomNumbers(11);
	const files = [0, 1].map(() => Buffer.from(Array.from({length: 700_000}, () => random(256))));
	const fds = files.map(file => opened(file));
	const ahead = new ReadAhead();
	let [file, offset] = [0, 0];
	for (let round = 0; round < 3000; round++) {
		if (random(100) === 0) {
			[file, offset] = [random(2), random(700_000)];
		}

		const length = random(50) === 0 ? 70_000 : 1 + random(9000);
		t.true(read(ahead, fds[file]!, offset, length).equals(files[file]!.subarray(offset, offset + length)));
		offset = (offset + length) % 700_000;
	}
});

test('where the file ends, or begins to be unreadable, so does what is read', t => {
	const fd = opened(Buffer.from('a short file'));
	const ahead = new ReadAhead();
	t.is(read(ahead, fd, 0, 2).toString(), 'a ');
	t.is(read(ahead, fd, 2, 5).toString(), 'short');
	t.is(read(ahead, fd, 7, 50).toString(), ' file');
	t.is(read(ahead, fd, 57, 1).length, 0);
	fs.closeSync(fd);
	t.throws(() => read(ahead, fd, 57, 1), {code: 'EBADF'});
	t.throws(() => read(ahead, fd, 58, 1), {code: 'EBADF'});
});
