import fs from 'node:fs';
import path from 'node:path';
import {openArchive} from '../../source/archive/open.js';
import {findImageDirectories} from '../../source/criu/find-image-directories.js';
import type {ImageDirectory} from '../../source/criu/image-directory.js';
import type {AddressSpace, Vma} from '../../source/memory/memory.js';
import {openAddressSpace} from '../../source/memory/open-address-space.js';
import type {Presence} from '../../source/memory/presence.js';
import {SortedVmas} from '../../source/memory/vma-table.js';
import {temporaryFolder, unpack} from './fixtures.js';

/** The images in a folder or an archive. */
export async function openImages(place: string): Promise<ImageDirectory> {
	const archive = await openArchive(place);
	await archive.whenComplete();
	const [images] = findImageDirectories(archive);
	return images!;
}

/** The images of an unpacked fixture. */
export async function fixtureImages(name: string): Promise<ImageDirectory> {
	return openImages(unpack(name));
}

/** A copy of an unpacked fixture that a test may change. */
export function copyOfFixture(name: string): string {
	const folder = temporaryFolder();
	fs.cpSync(unpack(name), folder, {recursive: true, verbatimSymlinks: true});
	return folder;
}

/** Process ids that have a memory. */
export function processesOf(images: ImageDirectory): number[] {
	return images.names().map(name => /^mm-(?<pid>\d+)\.img$/.exec(name)?.groups?.pid).filter(pid => pid !== undefined).map(Number).sort((a, b) => a - b);
}

export function spaces(images: ImageDirectory): AddressSpace[] {
	return processesOf(images).map(pid => openAddressSpace(images, pid));
}

export function mappingsOf({vmas}: AddressSpace): Vma[] {
	return Array.from({length: vmas.length}, (_, index) => vmas.at(index));
}

/** Bytes of `[start, end)`, absent ones as zeros. */
export function bytesOf(space: AddressSpace, start: bigint, end: bigint): Buffer {
	const bytes = Buffer.alloc(Number(end - start));
	space.read(start, bytes);
	return bytes;
}

/** Every presence in a process's mappings, with the pages it has. */
export function pagesByPresence(space: AddressSpace): Partial<Record<Presence, number>> {
	const pages: Partial<Record<Presence, number>> = {};
	for (const run of space.runs(0n, 2n ** 64n)) {
		pages[run.presence] = (pages[run.presence] ?? 0) + Number(run.end - run.start) / space.pageSize;
	}

	return pages;
}

/** Addresses of a text in everything that has content. */
export function find(space: AddressSpace, text: string): bigint[] {
	const found: bigint[] = [];
	for (const segment of space.segments(0n, 2n ** 64n)) {
		const bytes = bytesOf(space, segment.start, segment.start + BigInt(segment.length));
		for (let position = bytes.indexOf(text); position !== -1; position = bytes.indexOf(text, position + 1)) {
			found.push(segment.start + BigInt(position));
		}
	}

	return found;
}

/** The presence of each page of `[start, end)`. */
export function presenceOfPages(space: AddressSpace, start: bigint, end: bigint): Presence[] {
	return [...space.runs(start, end)].flatMap(run => Array.from({length: Number(run.end - run.start) / space.pageSize}, () => run.presence));
}

/** Where the file of this name is below a folder. */
export function fileIn(folder: string, name: string): string {
	const file = fs.readdirSync(folder, {recursive: true, encoding: 'utf8'}).find(entry => path.basename(entry) === name);
	if (file === undefined) {
		throw new Error(`no ${name} in ${folder}`);
	}

	return path.join(folder, file);
}

/** Mappings with these status bits and starts, `length` bytes each. */
export function madeVmas({status, start, length = 0x1000, narrow = false}: {status: readonly number[]; start: readonly number[]; length?: number; narrow?: boolean}): SortedVmas {
	return new SortedVmas({
		length: start.length,
		start: Float64Array.from(start),
		end: Float64Array.from(start, address => address + length),
		pgoff: new BigUint64Array(start.length),
		shmid: new BigUint64Array(start.length).fill(1n),
		prot: new Uint32Array(start.length),
		flags: new Uint32Array(start.length).fill(2),
		status: Uint32Array.from(status),
		problems: [],
	}, {narrow, stack: 0n, areMappings: true});
}

export type MadeEntry = {readonly vaddr: bigint; readonly pages: number; readonly flags: number};

/** The bytes of a pagemap image with these entries, as CRIU 4.2 writes it. */
export function pagemapImage(pagesId: number, entries: readonly MadeEntry[]): Buffer {
	const magics = Buffer.alloc(8);
	magics.writeUInt32LE(0x54564319, 0);
	magics.writeUInt32LE(0x56084025, 4);
	return Buffer.concat([
		magics,
		framed(field(1, BigInt(pagesId))),
		...entries.map(({vaddr, pages, flags}) => framed(Buffer.concat([field(1, vaddr), field(2, 0n), field(4, BigInt(flags)), field(5, BigInt(pages))]))),
	]);
}

function framed(message: Buffer): Buffer {
	const size = Buffer.alloc(4);
	size.writeUInt32LE(message.length);
	return Buffer.concat([size, message]);
}

function field(number: number, value: bigint): Buffer {
	return Buffer.concat([varint(BigInt(number << 3)), varint(value)]);
}

export function varint(value: bigint): Buffer {
	const bytes = [];
	for (; value > 127n; value >>= 7n) {
		bytes.push(Number(value & 127n) | 128);
	}

	return Buffer.from([...bytes, Number(value)]);
}
