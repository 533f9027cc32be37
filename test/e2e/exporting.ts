import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {exportedByCommand, exportedFile, extractedByCommand, folderContent} from '../support/exported.js';
import {fixture, temporaryFolder} from '../support/fixtures.js';
import {launch, programFile, type Session} from '../support/pty.js';

const zoo = fixture('podman-zoo');

test('memory, a core and files are written from within the explorer as the commands write them', async t => {
	const cwd = temporaryFolder();
	const session = launch(t, [zoo], {columns: 120, rows: 40, cwd});
	await session.waitFor(/▾ 1 python3[\s\S]*6\.9 MiB/v);
	session.send('e');
	await session.waitFor(/> All memory of process 1 [\s\S]*ELF core of process 1 /v);
	session.send('\r');
	await session.waitFor('write to zoo-1-memory.bin');
	session.send('\r');
	await session.waitFor(/wrote 239\.9 MiB, lacking 12\.8 MiB \(W says why\), to zoo-1-memory\.bin and its \.map\.json/v);
	t.deepEqual(exportedFile(path.join(cwd, 'zoo-1-memory.bin')), await exportedByCommand(zoo, '--pid', '1'));

	session.send(':expo');
	await session.waitFor(/export +e +Write what/v);
	session.send('\r');
	await session.waitFor('All memory of process 1');
	session.send('j\r');
	await session.waitFor('write to zoo-1.core');
	session.send('\r');
	await session.waitFor(/wrote 11\.6 MiB, .* to zoo-1\.core and its \.map\.json/v);
	t.deepEqual(exportedFile(path.join(cwd, 'zoo-1.core')), await exportedByCommand(zoo, '--pid', '1', '--core'));

	session.send('e\r\r');
	await session.waitFor('zoo-1-memory.bin: exists already, and nothing is written over');
	session.send('\u001B');
	await session.waitFor('? help');

	session.send('\u001B[Z');
	await session.waitFor('1 Metadata');
	session.send('6');
	await session.waitFor('/etc/passwd ');
	session.send('/passwd\r');
	await session.waitFor('1 of 11');
	session.send('E');
	await session.waitFor(/write to zoo-changes-passwd +Changes with passwd, into a new folder/v);
	session.send('\r');
	await session.waitFor(/wrote 1 file with 1\.0 KiB to zoo-changes-passwd with its manifest\.json/v);
	t.deepEqual(folderContent(path.join(cwd, 'zoo-changes-passwd')), await extractedByCommand(zoo, '/etc/passwd'));

	session.send('W');
	await session.waitFor(/┌ Written [\s\S]*zoo-changes-passwd[\s\S]*zoo-1\.core[\s\S]*zoo-1-memory\.bin[\s\S]*MiB not dumped, as in its file/v);
	session.send('q');
	await session.settle();
	t.deepEqual(fs.readdirSync(cwd).sort(), ['zoo-1-memory.bin', 'zoo-1-memory.bin.map.json', 'zoo-1.core', 'zoo-1.core.map.json', 'zoo-changes-passwd']);
	session.send('q');
	t.is((await session.exited).exitCode, 0);
	t.true(session.areModesRestored);
});

/** The explorer while a core is being written, which takes until the file `hold` is gone. */
async function writingCore(t: ExecutionContext): Promise<{readonly session: Session; readonly cwd: string; readonly hold: string}> {
	const cwd = temporaryFolder();
	const hold = path.join(temporaryFolder(), 'hold');
	const module = path.join(temporaryFolder(), 'slow.mjs');
	fs.writeFileSync(module, [
		'import fs from "node:fs";',
		'import {syncBuiltinESMExports} from "node:module";',
		'import timers from "node:timers/promises";',
		'const go = timers.setImmediate;',
		`timers.setImmediate = async () => { do { await timers.setTimeout(5); } while (fs.existsSync(${JSON.stringify(hold)})); await go(); };`,
		'syncBuiltinESMExports();',
	].join('\n'));
	const session = launch(t, [], {cwd, command: [process.execPath, '--import', module, programFile, zoo]});
	await session.waitFor(/▾ 1 python3[\s\S]*6\.9 MiB/v);
	fs.writeFileSync(hold, '');
	session.send('ej\r\r');
	await session.waitFor('writing zoo-1.core');
	return {session, cwd, hold};
}

/** How many files a folder has; unfinished ones have names too. */
const count = (folder: string) => fs.readdirSync(folder).length;

test('the screen goes on working while something is written, and nothing else is written meanwhile', async t => {
	const {session, cwd, hold} = await writingCore(t);
	session.send('j');
	await session.waitFor(/dead[\s\S]*State +dead/v);
	session.send('e');
	await session.waitFor('process 5 was dead');
	session.send('ke');
	await session.waitFor('zoo-1.core is still being written: wait for it, or :stop-writing');
	session.send('q');
	await session.waitFor('press q again: what is being written is given up');
	session.send('j');
	await session.waitFor('writing zoo-1.core');
	fs.rmSync(hold);
	await session.waitFor('wrote 11.6 MiB');
	t.deepEqual(fs.readdirSync(cwd).sort(), ['zoo-1.core', 'zoo-1.core.map.json']);
	session.send('q');
	t.is((await session.exited).exitCode, 0);
});

for (const [name, keys, exitCode] of [['a second q', 'q', 0], ['Ctrl-C', '\u0003', 130]] as const) {
	test(`${name} gives up what is being written: nothing of it is left`, async t => {
		const {session, cwd} = await writingCore(t);
		await session.waitUntil(() => count(cwd), 2);
		session.send('q');
		await session.waitFor('press q again: what is being written is given up');
		session.send(keys);
		t.is((await session.exited).exitCode, exitCode);
		t.true(session.areModesRestored);
		await session.waitUntil(() => count(cwd), 0);
	});
}

test('the command stop-writing gives it up, and the explorer stays', async t => {
	const {session, cwd, hold} = await writingCore(t);
	session.send(':stop-writing\r');
	await session.settle();
	fs.rmSync(hold);
	await session.waitFor('gave up zoo-1.core: nothing of it is left');
	await session.waitUntil(() => count(cwd), 0);
	session.send('q');
	t.is((await session.exited).exitCode, 0);
});
