import test from 'ava';
import {fileWithSetId} from '../../../source/forensics/findings/rules/set-id-file.js';
import {foundBy} from '../../support/findings.js';

test('a shell that runs as root', async t => {
	t.deepEqual(await foundBy(fileWithSetId, 'fx-rootkit'), ['danger /usr/lib/.../sh, runs as user 0']);
});

test('both names of a file with a hard link', async t => {
	t.deepEqual(await foundBy(fileWithSetId, 'podman-small'), ['danger /opt/dir/hard, runs as user 0', 'danger /opt/new.txt, runs as user 0']);
});

test('a container that wrote none', async t => {
	t.deepEqual(await foundBy(fileWithSetId, 'checkpoint-shop'), []);
});
