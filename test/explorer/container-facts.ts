import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {containerFacts} from '../../source/explorer/panes/container-facts.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {plainTar, temporaryFolder, unpack} from '../support/fixtures.js';

const factsOf = async (file: string) => new Map(containerFacts(await openCheckpoint(file)).map(({name, value}) => [name, value]));

test('a time that the engine wrote down is when the container was frozen; the time of a file is said to be one', async t => {
	const ledger = await factsOf(unpack('checkpoint-ledger'));
	t.is(ledger.get('Frozen'), '2026-11-21T02:08:35Z');
	t.false(ledger.has('File time'));
	const zoo = await factsOf(unpack('podman-zoo'));
	t.false(zoo.has('Frozen'));
	t.is(zoo.get('File time'), '2026-11-21T01:22:31Z');
	const damaged = await factsOf(editedCheckpoint('checkpoint-ledger', {'config.dump': '{'}));
	t.false(damaged.has('Frozen'));
	t.true(damaged.has('File time'));
});

test('the file that is open is told by its path', async t => {
	const file = plainTar('podman-small');
	t.is((await factsOf(file)).get('File'), file);
	t.is((await factsOf(path.relative(process.cwd(), file))).get('File'), path.relative(process.cwd(), file));
	const hostile = path.join(temporaryFolder(), 'a\u001B[2Jb.tar');
	fs.copyFileSync(file, hostile);
	t.true((await factsOf(hostile)).get('File')!.endsWith('/a␛[2Jb.tar'));
});

test('of several checkpoints in a folder it is said which is opened, and which are there too', async t => {
	const folder = temporaryFolder();
	for (const [name, from] of [['b', 'raw-plain/raw-plain'], ['a', 'raw-lazy/raw-lazy'], ['c', 'raw-chain']] as const) {
		fs.cpSync(path.join(unpack(from.split('/', 1)[0]!), ...from.split('/').slice(1)), path.join(folder, name), {recursive: true, verbatimSymlinks: true});
	}

	const facts = await factsOf(folder);
	t.is(facts.get('Opened'), 'a');
	t.is(facts.get('Also here'), 'b, c/dump, c/pre-dump');
	t.false((await factsOf(path.join(folder, 'c'))).has('Also here'), 'what it builds on is no other checkpoint');
});

test('any kind of dump but a full one is said to be it', async t => {
	t.is((await factsOf(path.join(unpack('raw-chain'), 'pre-dump'))).get('Kind'), 'pre-dump: memory only, taken while the processes ran on');
	t.is((await factsOf(unpack('raw-lazy'))).get('Kind'), 'lazy: pages were left on the source host');
	t.false((await factsOf(unpack('raw-plain'))).has('Kind'));
});

test('memory is told with where it is', async t => {
	t.is((await factsOf(unpack('raw-chain'))).get('Memory'), '0 B + 9.6 MiB in parent');
});
