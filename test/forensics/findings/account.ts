import test from 'ava';
import {account} from '../../../source/forensics/findings/rules/account.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {foundBy} from '../../support/findings.js';

test('a second root', async t => {
	t.deepEqual(await foundBy(account, 'fx-rootkit'), ['danger /etc/passwd: x:x:0:0:PLANT-BACKDOOR-USER:/root:/bin/bash']);
});

test('a second root that has no password is told once', async t => {
	t.deepEqual(await foundBy(account, 'podman-zoo'), ['danger /etc/passwd: root2::0:0::/:/bin/sh']);
});

test('an account without a password among those that are locked', async t => {
	const changed = new ChangedCheckpoint('fx-rootkit');
	changed.addToTar('rootfs-diff.tar', 'etc/shadow', 'root:*:19000:0:99999:7:::\nguest::19000:0:99999:7:::\ndaemon:!:19000::::::\n');
	t.deepEqual((await foundBy(account, changed.folder)).filter(found => found.includes('shadow')), ['danger /etc/shadow: guest::19000:0:99999:7:::']);
});
