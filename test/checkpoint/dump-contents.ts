import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import type {DumpContents} from '../../source/checkpoint/container.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {unpack} from '../support/fixtures.js';

async function contents(folder: string): Promise<DumpContents> {
	const checkpoint = await openCheckpoint(folder);
	return checkpoint.container.contents;
}

const kinds: ReadonlyArray<readonly [name: string, folder: string, kind: DumpContents['kind'], parent: DumpContents['parent']]> = [
	['podman-small', '', 'full', undefined],
	['podman-zoo', '', 'full', undefined],
	['checkpoint-shop', '', 'full', undefined],
	['checkpoint-ledger', '', 'full', undefined],
	['raw-plain', '', 'full', undefined],
	['raw-runc', '', 'full', undefined],
	['raw-criu41', '', 'full', undefined],
	['raw-lazy', '', 'lazy', undefined],
	['raw-chain', '', 'incremental', 'available'],
	['raw-chain', 'dump', 'incremental', 'available'],
	['raw-chain', 'pre-dump', 'pre-dump', undefined],
	['raw-chain-mixed', '', 'incremental', 'available'],
];

for (const [name, folder, kind, parent] of kinds) {
	test(`${path.join(name, folder)} is ${kind}${parent === undefined ? '' : `, its parent ${parent}`}, and no image is missing`, async t => {
		const facts = await contents(path.join(unpack(name), folder));
		t.is(facts.kind, kind);
		t.is(facts.parent, parent);
		t.deepEqual(facts.missing, []);
		t.is(facts.byteOrder, 'little-endian');
		t.false(facts.encrypted);
		t.false(facts.compressedPages);
	});
}

test('images that the process tree asks for are missed by name', async t => {
	const facts = await contents(editedCheckpoint('podman-zoo', {
		'checkpoint/core-3.img': undefined, 'checkpoint/mm-6.img': undefined, 'checkpoint/fdinfo-3.img': undefined, 'checkpoint/pages-5.img': undefined, 'checkpoint/ids-7.img': undefined,
	}));
	t.deepEqual([...facts.missing].sort(), ['core-3.img', 'fdinfo-3.img', 'ids-7.img', 'mm-6.img', 'pages-5.img']);
	t.is(facts.kind, 'full');
});

test('an incremental dump that was taken away from its parent says that it is missing', async t => {
	const facts = await contents(editedCheckpoint('raw-chain', {'pre-dump': undefined}));
	t.is(facts.kind, 'incremental');
	t.is(facts.parent, 'missing');
});

test('an encrypted dump is recognised by its keys', async t => {
	const facts = await contents(editedCheckpoint('raw-plain', {'raw-plain/cipher.img': new Uint8Array(8)}));
	t.true(facts.encrypted);
});

test('images are counted as CRIU wrote them, and dated by the inventory\'s file', async t => {
	const {container} = await openCheckpoint(path.join(unpack('raw-plain'), 'raw-plain'));
	const files = fs.readdirSync(path.join(unpack('raw-plain'), 'raw-plain'));
	t.is(container.contents.images, files.filter(name => !['dump.log'].includes(name)).length);
	t.is(container.written, Math.floor(fs.statSync(path.join(unpack('raw-plain'), 'raw-plain/inventory.img')).mtimeMs / 1000) * 1000);
});
