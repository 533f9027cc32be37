import test from 'ava';
import {hiddenFile} from '../../../source/forensics/findings/rules/hidden-file.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {foundBy, gathered} from '../../support/findings.js';

test('folders of three points, of a point and a blank, and one in /dev/shm, each once', async t => {
	t.deepEqual(await foundBy(hiddenFile, 'fx-rootkit'), ['danger "/usr/lib/..."', 'danger "/var/tmp/. "', 'notice /dev/shm/.x']);
	const {findings} = await gathered([hiddenFile], 'fx-rootkit');
	t.deepEqual(findings.map(({file}) => String(file!.path)), ['/usr/lib/...', '/var/tmp/. ', '/dev/shm/.x']);
});

test('files with a point in the home of root are what homes are full of', async t => {
	t.deepEqual(await foundBy(hiddenFile, 'checkpoint-shop'), []);
});

test('what engines and X11 put in odd places', async t => {
	const changed = new ChangedCheckpoint('podman-small');
	for (const name of ['.dockerenv', 'run/.containerenv', 'tmp/.X11-unix/X0', 'tmp/.s.PGSQL.5432.lock', 'srv/.git/config']) {
		changed.addToTar('rootfs-diff.tar', name, '');
	}

	t.deepEqual(await foundBy(hiddenFile, changed.folder), []);
});
