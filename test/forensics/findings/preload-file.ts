import test from 'ava';
import {preloadFile} from '../../../source/forensics/findings/rules/preload-file.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {foundBy} from '../../support/findings.js';

test('a library for every program that starts', async t => {
	const changed = new ChangedCheckpoint('fx-rootkit');
	changed.addToTar('rootfs-diff.tar', 'etc/ld.so.preload', '\n/usr/lib/libPLANT.so\n');
	t.deepEqual(await foundBy(preloadFile, changed.folder), ['danger /etc/ld.so.preload: /usr/lib/libPLANT.so']);
});

test('a copy by another name is loaded by nobody', async t => {
	t.deepEqual(await foundBy(preloadFile, 'fx-rootkit'), []);
});
