import test from 'ava';
import {authorizedKeys} from '../../../source/forensics/findings/rules/authorized-keys.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {foundBy} from '../../support/findings.js';

test('a key that lets somebody in', async t => {
	t.deepEqual(await foundBy(authorizedKeys, 'fx-rootkit'), ['danger /root/.ssh/authorized_keys: 1 key']);
});

test('a file without a key lets nobody in', async t => {
	const changed = new ChangedCheckpoint('podman-small');
	changed.addToTar('rootfs-diff.tar', 'root/.ssh/authorized_keys', '# keys of the operators\n\n');
	t.deepEqual(await foundBy(authorizedKeys, changed.folder), []);
});
