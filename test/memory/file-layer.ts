import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openArchive} from '../../source/archive/open.js';
import {FileLayer} from '../../source/memory/file-layer.js';
import {temporaryFolder} from '../support/fixtures.js';

async function layerOf(content: string): Promise<FileLayer> {
	const folder = temporaryFolder();
	fs.writeFileSync(path.join(folder, 'file'), content);
	const archive = await openArchive(folder);
	return new FileLayer(archive.get('file')!.source!, 4096);
}

test('the rest of a file\'s last page reads as zeros, and behind it there is nothing', async t => {
	const layer = await layerOf('x'.repeat(4096) + 'tail');
	const stretches = layer.stretches(0, 12_288);
	t.is(stretches.length, 1);
	const [{start, end, source}] = stretches as [typeof stretches[0]];
	t.deepEqual([start, end], [0, 8192]);
	const bytes = Buffer.alloc(4098, 0xAA);
	t.is(source!.read(bytes, 4095), 4097);
	t.is(bytes.toString('latin1'), `xtail${'\0'.repeat(4092)}\u00AA`);
	t.is(source!.read(bytes, 8192), 0);
});

test('where its bytes lie is told with the zeros as a hole', async t => {
	const layer = await layerOf('tail');
	const [page] = layer.stretches(0, 4096);
	const extents = page!.source!.extents(2, 4094);
	t.deepEqual(extents.map(({fd, length}) => [fd >= 0, length]), [[true, 2], [false, 4092]]);
	t.deepEqual(page!.source!.extents(100, 10).map(({fd, length}) => [fd, length]), [[-1, 10]]);
});
