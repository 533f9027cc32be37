import {Buffer} from 'node:buffer';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import zlib from 'node:zlib';
import {chunksOf} from '../../source/archive/chunks.js';
import {openArchive} from '../../source/archive/open.js';
import {writeGrownCheckpoint} from './grown-checkpoint.js';
import {fragmentedImages} from './grown-images.js';
import {writeManyFiles} from './many-files.js';
import {memoryContent, type Plant} from './memory-content.js';

/** The project's root: this runs compiled, from `build/bench/inputs`. */
export const projectRoot = path.join(import.meta.dirname, '..', '..', '..');

const pageSize = 4096;
const base = path.join(projectRoot, 'fixtures', 'podman-loop.tar.zst');

// A real checkpoint that is too large to ship, where whoever measures has it.
const real = path.join(projectRoot, '..', 'shared', 'checkpoints', 'redis-1.8g.tar.zst');

/** What stands in the memory of the checkpoint, twice. */
export const needle = 'the-needle-in-the-haystack-7f3a91';

export type InputOptions = {
	/** Bytes of memory of a checkpoint that is made; without it, the real one where there is one, or 2 GiB. */
	readonly size?: number | undefined;
};

/**
The files that questions are asked of, made when first asked for, in a folder that only its owner can read and that `remove` takes away.
*/
export type Inputs = {
	/** For what a tool writes. */
	readonly folder: string;
	/** What the checkpoint is of. */
	readonly description: string;
	/** The process that has the memory. */
	readonly pid: number;
	/** The checkpoint as a plain tar. */
	readonly tar: () => Promise<string>;
	/** The same compressed with zstd. */
	readonly compressed: () => Promise<string>;
	/** The pages file that is in it, as a file of its own. */
	readonly pages: () => Promise<string>;
	/** A plain tar of 100 GiB, nearly all of it a hole. */
	readonly sparse: () => Promise<string>;
	/** A plain tar with a process of a million mappings of one page each; the pages are holes. */
	readonly fragmented: () => Promise<string>;
	/** A plain tar whose container has changed 20,000 small files, and these as a plain tar of their own. */
	readonly manyFiles: () => Promise<{readonly checkpoint: string; readonly files: string}>;
	readonly remove: () => void;
};

export function makeInputs({size}: InputOptions): Inputs {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryoscope-bench-'));
	const file = (name: string) => path.join(folder, name);
	const isReal = size === undefined && fs.existsSync(real);
	const memory = Math.ceil((size ?? 2 * 2 ** 30) / pageSize) * pageSize;
	const tar = once(async () => isReal ? decompress(real, file('checkpoint.tar')) : makeCheckpoint(file('checkpoint.tar'), memory));
	return {
		folder,
		description: isReal ? 'redis-1.8g, redis with 5,000,000 keys' : `podman-loop with ${memory / 2 ** 20} MiB of memory more`,
		pid: 1,
		tar,
		compressed: once(async () => isReal ? real : compress(await tar(), file('checkpoint.tar.zst'))),
		pages: once(async () => extractLargest(await tar(), file('pages.img'))),
		sparse: once(async () => makeSparse(file('sparse.tar'))),
		fragmented: once(async () => makeFragmented(file('fragmented.tar'))),
		manyFiles: once(async () => makeManyFiles(file('many-files.tar'), file('files.tar'))),
		remove() {
			fs.rmSync(folder, {recursive: true, force: true});
		},
	};
}

/** Where the text is planted in memory of this size: in the first half and across two pages near the end, and as UTF-16 in the middle. */
export function plantsIn(memory: number): Plant[] {
	const page = (part: number) => Math.floor(memory * part / pageSize) * pageSize;
	return [
		{position: page(0.3) + 100, bytes: Buffer.from(needle)},
		{position: page(0.5) + 200, bytes: Buffer.from(needle, 'utf16le')},
		{position: page(0.9) - 10, bytes: Buffer.from(needle)},
	];
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | undefined;
	return async () => {
		made ??= make();
		return made;
	};
}

async function makeCheckpoint(file: string, memory: number): Promise<string> {
	await writeGrownCheckpoint(base, file, memory, memoryContent(memory, plantsIn(memory)));
	return file;
}

async function makeSparse(file: string): Promise<string> {
	const size = 100 * 2 ** 30;
	await writeGrownCheckpoint(base, file, size, [size]);
	return file;
}

async function makeFragmented(file: string): Promise<string> {
	const size = 1_000_000 * pageSize;
	await writeGrownCheckpoint(base, file, size, [size], fragmentedImages);
	return file;
}

async function makeManyFiles(checkpoint: string, files: string) {
	await writeManyFiles(base, checkpoint, files, 20_000);
	return {checkpoint, files};
}

async function decompress(from: string, to: string): Promise<string> {
	await pipeline(fs.createReadStream(from), zlib.createZstdDecompress({chunkSize: 1 << 20}), fs.createWriteStream(to));
	return to;
}

async function compress(from: string, to: string): Promise<string> {
	await pipeline(fs.createReadStream(from, {highWaterMark: 1 << 20}), zlib.createZstdCompress({chunkSize: 1 << 20}), fs.createWriteStream(to));
	return to;
}

async function extractLargest(from: string, to: string): Promise<string> {
	const archive = await openArchive(from);
	try {
		const [largest] = [...archive.members()].filter(({kind}) => kind === 'file').sort((one, other) => other.size - one.size);
		const fd = fs.openSync(to, 'wx', 0o600);
		for (const chunk of chunksOf(largest!.source!, largest!.key)) {
			fs.writeFileSync(fd, chunk);
		}

		fs.closeSync(fd);
		return to;
	} finally {
		archive.close();
	}
}
