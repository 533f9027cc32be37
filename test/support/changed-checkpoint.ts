import fs from 'node:fs';
import path from 'node:path';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {tarBody, tarEnd, tarHeader, withChecksum} from './archives.js';
import {editedCheckpoint} from './edited-checkpoint.js';
import {unpack} from './fixtures.js';

/** Where the bytes of a text are in the memory of a process: the address, the pages file, and the place in it. */
export type MemoryPlace = {readonly address: bigint; readonly file: string; readonly position: number};

/** A checkpoint of which something is changed after it was made. */
export class ChangedCheckpoint {
	readonly original: string;
	readonly folder: string;

	constructor(name: string) {
		this.original = unpack(name);
		this.folder = editedCheckpoint(name, {});
	}

	/** Path of an image of it. */
	readonly image = (name: string): string => path.join(this.folder, 'checkpoint', name);

	/** Path of a file beside the images. */
	readonly file = (name: string): string => path.join(this.folder, name);

	async placeOf(pid: number, text: string): Promise<MemoryPlace> {
		const checkpoint = await openCheckpoint(this.folder);
		const {images} = checkpoint;
		const file = this.image(`pages-${images.message(`pagemap-${pid}.img`, 'pagemap_head')!.pages_id}.img`);
		for (const {presence, source, position, start, end} of checkpoint.process(pid)!.memory.runs(0n, 1n << 64n)) {
			const bytes = Buffer.alloc(presence === 'dumped' ? Number(end - start) : 0);
			source?.read(bytes, position!);
			const at = bytes.indexOf(text, 0, 'latin1');
			if (at !== -1) {
				return {address: start + BigInt(at), file, position: position! + at};
			}
		}

		throw new Error(`${text} is not in the memory of process ${pid}`);
	}

	/** Writes a text over as many bytes of the memory of a process; returns the address. */
	async overwrite(pid: number, old: string, text: string): Promise<bigint> {
		const {address, file, position} = await this.placeOf(pid, old);
		patch(file, position, text);
		return address;
	}

	editJson(name: string, edit: (json: Record<string, unknown>) => void): void {
		const json = JSON.parse(fs.readFileSync(this.file(name), 'utf8')) as Record<string, unknown>;
		edit(json);
		fs.writeFileSync(this.file(name), JSON.stringify(json));
	}

	/** Adds a file to a tar beside the images. */
	addToTar(name: string, member: string, content: string | Uint8Array): void {
		const bytes = fs.readFileSync(this.file(name));
		fs.writeFileSync(this.file(name), Buffer.concat([bytes.subarray(0, endOfMembers(bytes)), tarHeader(member, {size: content.length}), tarBody(content), tarEnd]));
	}

	/** Changes the header of a file in a tar beside the images, and what it holds. */
	editInTar(name: string, member: string, edit: (header: Buffer, content: Buffer) => void): void {
		const bytes = fs.readFileSync(this.file(name));
		const at = bytes.indexOf(`${member}\0`, 0, 'latin1');
		const header = bytes.subarray(at, at + 512);
		edit(header, bytes.subarray(at + 512, at + 512 + Number.parseInt(header.toString('latin1', 124, 135), 8)));
		withChecksum(header);
		fs.writeFileSync(this.file(name), bytes);
	}
}

function patch(file: string, position: number, text: string): void {
	const bytes = fs.readFileSync(file);
	bytes.write(text, position, 'latin1');
	fs.writeFileSync(file, bytes);
}

// Behind the last block that is not all zeros.
function endOfMembers(bytes: Buffer): number {
	return Math.ceil((bytes.findLastIndex(byte => byte !== 0) + 1) / 512) * 512;
}
