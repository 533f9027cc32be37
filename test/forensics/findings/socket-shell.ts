import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {socketShell} from '../../../source/forensics/findings/rules/socket-shell.js';
import {memorySource} from '../../../source/archive/memory-source.js';
import {readImage} from '../../../source/criu/image.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {editMessages} from '../../support/edit-image.js';
import {foundBy, gathered} from '../../support/findings.js';
import {unpack} from '../../support/fixtures.js';

/** The connection of podman-zoo, as its image has it. */
function connection() {
	const image = path.join(unpack('podman-zoo'), 'checkpoint', 'files.img');
	const entries = readImage(memorySource(fs.readFileSync(image)), 'files.img').entries.flatMap(entry => entry.type === 'file_entry' ? [entry.message] : []);
	return entries.find(({isk}) => isk?.dst_port === 9999)!;
}

/** Checkpoint podman-bash with that connection in the place of its terminal. */
function withoutTerminal(): string {
	const changed = new ChangedCheckpoint('podman-bash');
	const {type, isk} = connection();
	editMessages(changed.image('files.img'), 'file_entry', message => {
		if (message.tty !== undefined) {
			Object.assign(message, {type, tty: undefined, isk: {...isk!, id: message.id}});
		}
	});
	return changed.folder;
}

test('shells whose standard streams lead over the network, and not what else has them', async t => {
	const folder = withoutTerminal();
	const found = await foundBy(socketShell, folder);
	t.deepEqual(found, [1, 10, 12].map(pid => `danger ${pid} standard input is TCP 127.0.0.1:48750 -> 127.0.0.1:9999`));
	const {findings} = await gathered([socketShell], folder);
	t.deepEqual(findings.map(({fd}) => fd), [0, 0, 0]);
});

test('a shell on a terminal', async t => {
	t.deepEqual(await foundBy(socketShell, 'podman-bash'), []);
});

test('the shell of a reverse shell, and not the others that started it', async t => {
	t.deepEqual(await foundBy(socketShell, 'fx-popen'), ['danger 19 standard output is TCP 127.0.0.1:44714 -> 127.0.0.1:4444']);
});
