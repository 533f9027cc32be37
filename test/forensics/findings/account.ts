import test from 'ava';
import {account} from '../../../source/forensics/findings/rules/account.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {foundBy, gathered} from '../../support/findings.js';

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

test('a file that is made to hold no end of roots does not fill the list', async t => {
	const changed = new ChangedCheckpoint('fx-rootkit');
	changed.addToTar('rootfs-diff.tar', 'etc/passwd', 'r:x:0:0::/:\n'.repeat(2000));
	const {findings, problems} = await gathered([account], changed.folder);
	t.is(findings.length, 1000);
	t.deepEqual(problems.filter(problem => problem.startsWith('The rule')), ['The rule account found more than 1000 things: the others are not listed.']);
});
