import test from 'ava';
import {systemProgram} from '../../../source/forensics/findings/rules/system-program.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {foundBy} from '../../support/findings.js';

test('a trojan in the place of ls, whatever its time says', async t => {
	t.deepEqual(await foundBy(systemProgram, 'fx-rootkit'), ['danger /usr/bin/ls', 'danger /usr/lib/.../sh']);
});

test('a program beside those of the system', async t => {
	t.deepEqual(await foundBy(systemProgram, 'podman-zoo'), ['notice /usr/local/bin/backdoor']);
});

test('a library is one by its first bytes; what programs write for themselves is none', async t => {
	const changed = new ChangedCheckpoint('checkpoint-ledger');
	changed.addToTar('rootfs-diff.tar', 'usr/lib/libevil.so', '\u007FELF\u0002\u0001');
	changed.addToTar('rootfs-diff.tar', 'usr/lib/python3/dist-packages/__pycache__/a.pyc', 'compiled');
	t.deepEqual(await foundBy(systemProgram, changed.folder), ['danger /usr/lib/libevil.so']);
});
