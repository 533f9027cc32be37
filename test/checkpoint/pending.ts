import test from 'ava';
import type {Archive} from '../../source/archive/archive.js';
import {InputError, PendingError} from '../../source/archive/byte-source.js';
import {containerFacts} from '../../source/checkpoint/container-facts.js';
import type {Container} from '../../source/checkpoint/container.js';
import {findLayout} from '../../source/checkpoint/layout.js';
import {lazy} from '../../source/archive/attempt.js';
import {arriving} from '../support/arriving-archive.js';
import {plainTar} from '../support/fixtures.js';

const facts = (archive: Archive) => containerFacts(archive, lazy(() => findLayout(archive)));
const pending = {instanceOf: PendingError};

test('a fact is there as soon as the file that holds it is, and says that it is pending until then', async t => {
	const archive = await arriving(plainTar('podman-small'));
	const container = facts(archive);
	const known = new Set(['path', 'imageAnnotations']);
	const names = Object.keys(container).filter(name => !known.has(name));
	for (const name of names) {
		t.throws(() => container[name as keyof Container], pending, name);
	}

	// Podman writes its files first, and the images in alphabetical order.
	archive.come('checkpoint/core-1.img');
	t.is(container.engine, 'Podman');
	t.is(container.name!.toString(), 'pv-small');
	t.is(container.statistics.length, 14);
	t.throws(() => container.inventory, pending);
	t.throws(() => container.deletedFiles, pending);
	t.throws(() => container.sizes, pending);
	t.throws(() => container.contents, pending);
	t.throws(() => container.memory, pending);
	t.throws(() => container.neighbours, pending);
	t.throws(() => container.written, pending);
	t.throws(() => container.devices, pending);
	t.throws(() => container.files, pending);

	archive.come('checkpoint/inventory.img');
	t.is(container.inventory.length, 4);
	t.is(container.written, Date.parse('2026-11-21T01:46:41Z'));
	t.throws(() => container.hostname, pending, 'the image of the UTS namespace may still come');

	archive.come(undefined);
	t.is(container.hostname!.toString(), 'b525e9e31797');
	t.is(container.contents.kind, 'full');
	t.deepEqual(container.deletedFiles.map(String), ['/etc/debian_version']);
});

test('whether bare images are all there shows at the end', async t => {
	const archive = await arriving(plainTar('raw-chain'));
	archive.come('pre-dump/inventory.img');
	t.throws(() => findLayout(archive), pending);
	archive.come(undefined);
	t.is(findLayout(archive).images.prefix, 'dump/');
});

test('that there is no checkpoint shows at the end', async t => {
	const archive = await arriving(plainTar('raw-failed-dump'));
	archive.come('raw-failed-dump/files.img');
	t.throws(() => findLayout(archive), pending);
	archive.come(undefined);
	t.throws(() => findLayout(archive), {instanceOf: InputError, message: /the dump failed half way/v});
});
