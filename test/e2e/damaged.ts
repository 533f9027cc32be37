import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import * as tar from 'tar';
import {fixture, plainTar, temporaryFolder} from '../support/fixtures.js';
import {launch} from '../support/pty.js';

/** A copy of a file with some of its bytes changed. */
function damaged(file: string, start: number, length: number): string {
	const bytes = fs.readFileSync(file);
	for (let position = start; position < start + length; position++) {
		bytes[position]! ^= 0x5A;
	}

	const copy = path.join(temporaryFolder(), path.basename(file));
	fs.writeFileSync(copy, bytes);
	return copy;
}

function cut(file: string, length: number): string {
	const copy = path.join(temporaryFolder(), path.basename(file));
	fs.writeFileSync(copy, fs.readFileSync(file).subarray(0, length));
	return copy;
}

test('what can\'t be read at all is told in one line, with exit code 1, and nothing is drawn', async t => {
	const folder = temporaryFolder();
	fs.writeFileSync(path.join(folder, 'a.txt'), 'no image\n');
	const withoutCheckpoint = path.join(folder, 'other.tar');
	tar.create({file: withoutCheckpoint, cwd: folder, sync: true}, ['a.txt']);
	const cases: ReadonlyArray<readonly [string, RegExp]> = [
		[withoutCheckpoint, /no checkpoint in it.* it holds one file, a\.txt/],
		[damaged(fixture('podman-zoo'), 20, 300), /damaged data/],
		[damaged(fixture('podman-small.tar.gz'), 20, 300), /damaged data/],
		[damaged(fixture('podman-small.tar.xz'), 20, 300), /damaged/],
		[damaged(fixture('podman-small.tar.bz2'), 20, 300), /damaged/],
		[cut(fixture('podman-zoo'), 3000), /ends in the middle/],
	];
	for (const [file, reason] of cases) {
		const session = launch(t, [file], {columns: 400});
		const {exitCode} = await session.exited;
		await session.settle();
		const lines = session.screen().filter(line => line !== '');
		t.is(exitCode, 1, lines.join('\n'));
		t.is(lines.length, 1, lines.join('\n'));
		t.regex(lines[0]!, reason);
		t.false(session.written().includes('\u001B[?1049h'), file);
	}
});

for (const [title, make] of [
	['a tar that is cut off', () => cut(plainTar('podman-zoo'), 16_000_000)],
	['a compressed tar that is cut off', () => cut(fixture('podman-zoo'), 1_400_000)],
	['a compressed tar with damage in the middle', () => damaged(fixture('podman-zoo'), 1_400_000, 200)],
] as const) {
	test(`of ${title}, everything before is shown, and what is lost is said`, async t => {
		const session = launch(t, [make()], {columns: 120, rows: 40});
		// The tree's image is behind the cut; the processes are known from the images in front of it.
		await session.waitFor(/problem/);
		await session.waitFor(/1 python3 -W ignore.*7 python3.*\/usr\/bin\/python3\.14/s);
		session.send('!');
		await session.waitFor(/pstree\.img/);
		await session.waitFor(/ends in the middle of|damaged data/);
		session.send('\u001B');
		session.send('G8');
		session.send('g7ffd71af9000\r');
		await session.waitFor('lost: cut off or missing');
		session.send('q');
		t.is((await session.exited).exitCode, 0);
	});
}
