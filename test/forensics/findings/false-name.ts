import test from 'ava';
import {falseName} from '../../../source/forensics/findings/rules/false-name.js';
import {foundBy} from '../../support/findings.js';

test('a program from /tmp that calls itself sshd', async t => {
	t.deepEqual(await foundBy(falseName, 'fx-deleted'), ['danger 2 calls itself /usr/sbin/sshd, runs /tmp/.systemd-private']);
});

test('scripts, titles, login shells and programs that say what they are', async t => {
	for (const name of ['podman-bash', 'fx-title', 'fx-rootkit', 'podman-small', 'podman-zoo', 'checkpoint-shop']) {
		t.deepEqual(await foundBy(falseName, name), [], name);
	}
});
