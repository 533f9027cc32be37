import path from 'node:path';
import test from 'ava';
import {checkpointIn, openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {problemsOf} from '../../source/explorer/problems.js';
import {arriving} from '../support/arriving-archive.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {plainTar, unpack} from '../support/fixtures.js';

const said = async (...parts: [string, ...string[]]) => problemsOf(await openCheckpoint(path.join(unpack(parts[0]), ...parts.slice(1))));

test('where nothing is wrong, it is said what kind of dump it is', async t => {
	const nothing = 'nothing was found to be wrong so far; `cryoscope check` goes through everything';
	t.is(await said('raw-plain'), nothing);
	t.is(await said('raw-chain'), `${nothing}; incremental: pages that did not change since are in the parent`);
	t.is(await said('raw-chain', 'pre-dump'), `${nothing}; pre-dump: memory only, taken while the processes ran on`);
});

test('what has not arrived yet may still be wrong', async t => {
	const archive = await arriving(plainTar('podman-zoo'));
	archive.come('spec.dump');
	t.is(problemsOf(checkpointIn(archive)), 'nothing was found to be wrong so far: the archive is still being decompressed');
	archive.come(undefined);
	t.is(problemsOf(checkpointIn(archive)), 'nothing was found to be wrong so far; `cryoscope check` goes through everything');
});

test('what is missing is listed by its file', async t => {
	t.deepEqual(problemsOf(await openCheckpoint(editedCheckpoint('raw-plain', {'raw-plain/files.img': undefined}))), {title: 'Problems', fields: [
		{name: 'raw-plain/files.img', value: 'missing'},
		{name: '(so far)', value: 'found while what was shown was read; `cryoscope check` goes through everything'},
	]});
});
