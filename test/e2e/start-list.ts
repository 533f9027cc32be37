import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {fixture, plainTar, temporaryFolder} from '../support/fixtures.js';
import {launch, type LaunchOptions, type Session} from '../support/pty.js';
import {stalledArchive} from '../support/stalled-archive.js';

// What else there is on the machine that runs this does not matter: every name begins so, and is filtered by that.
const mark = 'specimen';

/** A folder with checkpoints. They are named the newest first, by what they say themselves as well, so that none changes its place when that is read. */
function folderOf(...files: ReadonlyArray<readonly [name: string, content: Uint8Array]>): string {
	const folder = temporaryFolder();
	for (const [index, [name, content]] of files.entries()) {
		const file = path.join(folder, `${mark}-${name}`);
		fs.writeFileSync(file, content);
		const time = new Date(Date.UTC(2020, 0, 31 - index));
		fs.utimesSync(file, time, time);
	}

	return folder;
}

const content = (name: string) => fs.readFileSync(fixture(name));

/** The start list in `folder`, with the filter being typed. */
async function listed(t: ExecutionContext, folder: string, count: number, options: LaunchOptions = {}): Promise<Session> {
	const session = launch(t, [], {...options, cwd: folder, env: {HOME: folder, XDG_DATA_HOME: undefined}});
	await session.waitFor('on this node');
	session.send(`/${mark}`);
	await session.waitFor(new RegExp(`/${mark} +${count} of `));
	return session;
}

function names(session: Session): string[] {
	return session.screen().flatMap(line => new RegExp(`^(?: > | {3})${mark}-(?<name>\\S+)`).exec(line)?.groups?.name ?? []);
}

function selected(session: Session): string | undefined {
	return new RegExp(`^ > ${mark}-(?<name>\\S+)`, 'm').exec(session.screen().join('\n'))?.groups?.name;
}

/** What does not become a checkpoint while a test lasts. */
const endless = () => fs.readFileSync(stalledArchive('podman-bash', 'checkpoint/'));

for (const [columns, rows] of [[80, 24], [120, 40], [200, 60]] as const) {
	test(`choosing one of a folder's checkpoints at ${columns}x${rows}`, async t => {
		const folder = folderOf(['small.tar.gz', content('podman-small.tar.gz')], ['shop.tar', fs.readFileSync(plainTar('checkpoint-shop'))], ['zoo.tar.zst', content('podman-zoo')]);
		const session = await listed(t, folder, 3, {columns, rows});
		t.true(session.isAlternateScreen);
		// What they say of themselves comes while the list is there.
		await session.waitFor(/small\.tar\.gz +pv-small +2026-11-21T01:46:40Z +85\.0 KiB.*shop\.tar +web +2026-11-21T01:34:20Z +29\.2 MiB.*zoo\.tar\.zst +zoo +2026-11-21T01:22:31Z +1\.5 MiB/s);
		t.deepEqual(names(session), ['small.tar.gz', 'shop.tar', 'zoo.tar.zst']);

		session.send('\u001B[B\u001B[B');
		await session.waitUntil(() => selected(session), 'zoo.tar.zst');
		session.send('-z');
		await session.waitFor(/-z +1 of /);
		t.is(selected(session), 'zoo.tar.zst');
		await session.waitFor(`${folder}/${mark}-zoo.tar.zst`);
		session.send('\r');
		t.true((await session.waitFor('▾ 1 python3')).startsWith(' cryoscope zoo · '));

		session.send('q');
		t.is((await session.exited).exitCode, 0);
		t.false(session.isAlternateScreen);
		t.true(session.areModesRestored);
	});
}

test('what turns out to be damaged, or no checkpoint, is told in one line, and the list stays', async t => {
	const damaged = content('podman-small.tar.bz2').fill(0x5A, 20, 320);
	const files = ['small.tar.zst', 'damaged.tar.bz2', 'failed.tar.zst'];
	const folder = folderOf(['failed.tar.zst', content('raw-failed-dump')], ['small.tar.zst', content('podman-small.tar.zst')], ['damaged.tar.bz2', damaged]);
	const session = await listed(t, folder, 3);
	await session.waitFor(/\d checkpoints? on this node, and \d+ that can't be opened/);
	await session.waitUntil(() => names(session).join(' '), files.join(' '));
	session.send('\u001B[B\u001B[B\r');
	await session.waitFor(/^ .*the dump failed half way.*$/m);
	t.deepEqual(names(session), files);
	session.send('k\r');
	await session.waitFor(/^ .*-damaged\.tar\.bz2: damaged data.*$/m);
	t.deepEqual(names(session), files);
	session.send('k\r');
	await session.waitFor('▾ 1 /bin/bash');
	session.send('q');
	t.is((await session.exited).exitCode, 0);
});

test('what takes long to decompress can be given up, or left for another', async t => {
	const folder = folderOf(['small.tar.zst', content('podman-small.tar.zst')], ['endless.tar.zst', endless()]);
	const session = await listed(t, folder, 2);
	session.send('\u001B[B\r');
	await session.waitFor(/opening specimen-endless\.tar\.zst, \d+ % read .*Esc give up/);
	session.send('\u001B');
	await session.waitFor(screen => !screen.includes('opening'));
	t.deepEqual(names(session), ['small.tar.zst', 'endless.tar.zst']);

	session.send('\r');
	await session.waitFor(/opening specimen-endless\.tar\.zst, \d+ % read/);
	session.send('k\r');
	t.true((await session.waitFor('▾ 1 /bin/bash')).startsWith(' cryoscope pv-small · '));
	session.send('q');
	t.is((await session.exited).exitCode, 0);
});

test('q leaves the list, and Ctrl-C while one is opened, with the terminal as it was', async t => {
	const folder = folderOf(['endless.tar.zst', endless()]);
	for (const [keys, code] of [['\u001Bq', 0], ['\r\u0003', 130]] as const) {
		const session = await listed(t, folder, 1);
		session.send(keys);
		t.is((await session.exited).exitCode, code);
		await session.settle();
		t.false(session.isAlternateScreen);
		t.true(session.areModesRestored);
		t.is(session.screen().join(''), '');
	}
});

test('keys that arrive in one write are all obeyed', async t => {
	const folder = folderOf(...Array.from({length: 30}, (_, index) => [`${String(index).padStart(2, '0')}.tar.zst`, content('podman-small.tar.zst')] as const));
	const session = await listed(t, folder, 30);
	session.send(`${'\u001B[B'.repeat(12)}\u001B[A`);
	await session.waitUntil(() => selected(session), '11.tar.zst');
	session.send('-2\u001B[B\u001B[B');
	await session.waitUntil(() => selected(session), '22.tar.zst');
	t.is(names(session).length, 10);
});
