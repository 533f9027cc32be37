import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {dumpMemoryText} from '../../source/views/dump-memory.js';
import {metadata} from '../../source/views/metadata.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {plainTar, temporaryFolder, unpack} from '../support/fixtures.js';

const textOf = async (file: string) => dumpMemoryText((await openCheckpoint(file)).container);

const sizesOf = async (file: string) => {
	const rows = metadata.rows(await openCheckpoint(file));
	return new Map(Array.from({length: rows.length}, (_, index) => rows.at(index)).filter(({group}) => group === 'Sizes').map(({name, value}) => [String(name), String(value)]));
};

test('the memory of a full dump is all in it', async t => {
	t.is(await textOf(unpack('podman-zoo')), '16.4 MiB');
});

test('what is in the parent is not said to be in this dump', async t => {
	t.is(await textOf(unpack('raw-chain')), '0 B + 9.6 MiB in parent');
	t.is(await textOf(editedCheckpoint('raw-chain', {'pre-dump': undefined})), '0 B + 9.6 MiB in missing parent');
	t.is(await textOf(unpack('raw-chain-mixed')), '3.2 MiB + 6.4 MiB in parent');
	t.is((await sizesOf(unpack('raw-chain'))).get('Memory in parent'), '9.6 MiB (10,043,392 bytes)');
});

test('what a lazy dump has left behind is not said to be in it', async t => {
	t.is(await textOf(unpack('raw-lazy')), '1.1 MiB + 8.6 MiB on source host');
	t.is((await sizesOf(unpack('raw-lazy'))).get('Memory on source host'), '8.6 MiB (8,970,240 bytes)');
});

test('of an archive that is cut off, it is said how much is there of how much', async t => {
	const whole = fs.readFileSync(plainTar('podman-zoo'));
	const file = path.join(temporaryFolder(), 'cut.tar');
	fs.writeFileSync(file, whole.subarray(0, whole.indexOf('checkpoint/pages-3.img\0') + 512 + 512 * 1024));
	t.is(await textOf(file), '520.0 KiB of 16.4 MiB');
	t.is((await sizesOf(file)).get('Memory pages'), '520.0 KiB (532,480 bytes) of 16.4 MiB (17,248,256 bytes)');
	t.regex((await sizesOf(file)).get('Checkpoint')!, /^\d+\.\d KiB \(.+\) of \d\.\d MiB \(.+\)$/v);
});
