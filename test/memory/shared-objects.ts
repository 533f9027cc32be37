import fs from 'node:fs';
import test from 'ava';
import type {AddressSpace, Vma, VmaKind} from '../../source/memory/memory.js';
import {openAddressSpace} from '../../source/memory/open-address-space.js';
import type {PagemapLayer} from '../../source/memory/pagemap-layer.js';
import {SharedObjects} from '../../source/memory/shared-objects.js';
import {imageOf} from '../support/image-file.js';
import {bytesOf, copyOfFixture, fileIn, find, fixtureImages, mappingsOf, presenceOfPages, spaces, openImages} from '../support/memory.js';

function mappings(space: AddressSpace, kind: VmaKind): Vma[] {
	return mappingsOf(space).filter(vma => vma.kind === kind);
}

test('an anonymous shared mapping reads from its object; untouched pages are zeros', async t => {
	const space = openAddressSpace(await fixtureImages('podman-zoo'), 1);
	const [vma] = mappings(space, 'memfd');
	t.is(bytesOf(space, vma!.start, vma!.start + 32n).toString(), 'shared anonymous mapping marker!');
	const [first, ...rest] = presenceOfPages(space, vma!.start, vma!.end);
	t.is(first, 'shared');
	t.deepEqual(new Set(rest), new Set(['zero'] as const));
	t.deepEqual(space.pages(vma!.index), {dumped: 0, parent: 0, lazy: 0, shared: 1, lost: 0});
});

test('a SysV segment is found by its IPC id', async t => {
	const space = openAddressSpace(await fixtureImages('podman-zoo'), 1);
	const [vma] = mappings(space, 'sysv');
	t.is(vma!.shmid, 0n);
	t.is(bytesOf(space, vma!.start, vma!.start + 24n).toString(), 'sysv shared memory marker'.slice(0, 24));
	t.is(presenceOfPages(space, vma!.start, vma!.end)[0], 'shared');
});

test('a mapped file of /dev/shm is read from where the engine saved it', async t => {
	const images = await fixtureImages('podman-zoo');
	const space = openAddressSpace(images, 1);
	const found = find(space, 'posix shm marker 123').filter(address => address % 4096n === 0n).map(address => space.vmas.at(space.vmas.find(address))).filter(({kind}) => kind === 'file');
	t.is(found.length, 1);
	const [{start, end, index}] = found as [Vma];
	t.is(end - start, 65_536n);
	t.deepEqual([...space.runs(start, end)].map(run => run.presence), ['shared']);
	t.is(space.pages(index).shared, 16);
});

test('a file of /dev/shm is not in the dump when the engine did not save it', async t => {
	const folder = copyOfFixture('podman-zoo');
	fs.rmSync(fileIn(folder, 'devshm-checkpoint.tar'));
	const whole = openAddressSpace(await fixtureImages('podman-zoo'), 1);
	const space = openAddressSpace(await openImages(folder), 1);
	const address = find(whole, 'posix shm marker 123').find(at => whole.vmas.at(whole.vmas.find(at)).kind === 'file');
	t.is([...space.runs(address!, address! + 1n)][0]!.presence, 'never-dumped');
});

test('a deleted file of /dev/shm is not taken for the one that has its name now', async t => {
	const folder = copyOfFixture('podman-zoo');
	const images = await fixtureImages('podman-zoo');
	const ids = images.messages('files.img', 'file_entry').filter(({reg}) => reg?.name.toString() === '/dev/shm/zoo-shm').map(({id}) => id);
	t.is(ids.length, 2);
	fs.writeFileSync(fileIn(folder, 'remap-fpath.img'), imageOf('REMAP_FPATH', ids.map(id => ({type: 'remap_file_path_entry', values: {orig_id: id, remap_id: 99, remap_type: 1}}))));
	const whole = openAddressSpace(images, 1);
	const address = find(whole, 'posix shm marker 123').find(at => whole.vmas.at(whole.vmas.find(at)).kind === 'file')!;
	t.is([...whole.runs(address, address + 1n)][0]!.presence, 'shared');
	const space = openAddressSpace(await openImages(folder), 1);
	t.is([...space.runs(address, address + 1n)][0]!.presence, 'never-dumped');
});

test('a memfd that no process maps can be read by its id', async t => {
	const layer = new SharedObjects(await fixtureImages('podman-zoo'), 4096).layer(1040n);
	const [page] = (layer as PagemapLayer).stretches(0, 4096);
	const bytes = Buffer.alloc(27);
	page!.source!.read(bytes, page!.position!);
	t.is(bytes.toString('latin1'), '\u007FELF fake in-memory payload');
});

test('two processes see one object in their own mappings', async t => {
	for (const space of spaces(await fixtureImages('raw-criu41'))) {
		const address = find(space, 'PLANT-CRIU41-SHMEM').find(found => [...space.runs(found, found + 1n)][0]!.presence === 'shared');
		t.not(address, undefined);
		t.true(space.vmas.at(space.vmas.find(address!)).shared);
	}
});

test('a program that runs from a memfd has its file in the dump', async t => {
	const space = openAddressSpace(await fixtureImages('fx-memfd'), 1);
	const text = mappings(space, 'memfd');
	t.is(text.length, 5);
	for (const vma of text) {
		t.deepEqual(presenceOfPages(space, vma.start, vma.end).filter(presence => presence !== 'shared' && presence !== 'dumped' && presence !== 'zero'), []);
	}

	t.is(bytesOf(space, text[0]!.start, text[0]!.start + 4n).toString('latin1'), '\u007FELF');
});
