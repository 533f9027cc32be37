/**
Memory of a dump whose archive is still being decompressed.
*/
import fs from 'node:fs';
import test from 'ava';
import {PendingError, type ByteSource, type Extent} from '../../source/archive/byte-source.js';
import {TarArchive} from '../../source/archive/tar-archive.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {openAddressSpace} from '../../source/memory/open-address-space.js';
import {gnuTar} from '../support/archives.js';
import {plainTar} from '../support/fixtures.js';
import {bytesOf, find, fixtureImages} from '../support/memory.js';
import {packedFixture} from '../support/packed-pages.js';

/** The bytes of a file, of which the first `available` are there. */
class Growing implements ByteSource {
	readonly content: Buffer;
	available = 0;

	constructor(file: string) {
		this.content = fs.readFileSync(file);
	}

	get size(): number {
		return this.content.length;
	}

	get settled(): boolean {
		return this.available === this.size;
	}

	read(target: Uint8Array, position: number): number {
		const part = this.content.subarray(position, Math.min(this.available, position + target.length));
		target.set(part);
		return part.length;
	}

	extents(): readonly Extent[] {
		return [];
	}
}

function openGrowing(source: Growing): ImageDirectory {
	const archive = new TarArchive({path: 'growing.tar', name: 'growing.tar', size: 0, compression: 'zstd', source, close() {
		source.available = 0;
	}, inflow: {
		progress: {done: 0, total: 0, output: 0},
		problem: undefined,
		get isSettled() {
			return source.settled;
		},
		onProgress: () => () => undefined,
		async whenSettled() {
			// Nothing here waits for it.
		},
	}});
	return new ImageDirectory(archive, 'checkpoint/');
}

test('what has come is read, what is to come is pending, and nothing of it is kept as it was', async t => {
	const source = new Growing(plainTar('podman-zoo'));
	const images = openGrowing(source);
	t.throws(() => openAddressSpace(images, 1), {instanceOf: PendingError});

	const whole = openAddressSpace(await fixtureImages('podman-zoo'), 1);
	const [marker] = find(whole, 'CROSS-PAGE-BOUNDARY-MARK');
	const [run] = whole.runs(marker!, marker! + 24n);
	const pagesFile = Buffer.alloc(run!.source!.size);
	run!.source!.read(pagesFile, 0);

	source.available = source.content.indexOf(pagesFile) + run!.position! + 10;
	const space = openAddressSpace(images, 1);
	t.deepEqual([...space.runs(marker!, marker! + 24n)].map(({presence, start, end}) => [presence, Number(end - start)]), [['dumped', 10], ['pending', 14]]);
	t.is(bytesOf(space, marker!, marker! + 24n).toString(), 'CROSS-PAGE' + '\0'.repeat(14));

	t.true(space.contentSize < whole.contentSize);

	source.available = source.size;
	t.is(bytesOf(space, marker!, marker! + 24n).toString(), 'CROSS-PAGE-BOUNDARY-MARK');
	t.is(space.contentSize, whole.contentSize);
	t.deepEqual([...space.runs(0n, 2n ** 64n)].map(({source: _, ...rest}) => rest), [...whole.runs(0n, 2n ** 64n)].map(({source: _, ...rest}) => rest));
});

test('of compressed pages on their way, each block is there when all of it is', async t => {
	const source = new Growing(gnuTar(packedFixture('podman-small', 16), 'checkpoint'));
	const images = openGrowing(source);
	source.available = source.size;
	const pagesFile = images.source('pages-1.img')!;
	const stored = Buffer.alloc(pagesFile.size);
	pagesFile.read(stored, 0);
	const start = source.content.indexOf(stored);
	const whole = openAddressSpace(await fixtureImages('podman-small'), 1);
	let dumped = 0;
	for (let part = 0; part <= 20; part++) {
		source.available = start + Math.floor(stored.length * part / 20);
		const space = openAddressSpace(openGrowing(source), 1);
		const before = dumped;
		dumped = 0;
		for (const run of whole.runs(0n, 2n ** 64n)) {
			for (const {start: from, end, presence} of run.presence === 'dumped' ? space.runs(run.start, run.end) : []) {
				t.true(presence === 'pending' || presence === 'dumped');
				t.true(bytesOf(space, from, end).equals(presence === 'dumped' ? bytesOf(whole, from, end) : Buffer.alloc(Number(end - from))));
				dumped += presence === 'dumped' ? Number(end - from) : 0;
			}
		}

		t.true(dumped >= before && dumped % 4096 === 0);
	}

	t.is(dumped, whole.sizes.dumped!);
});
