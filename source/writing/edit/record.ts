import path from 'node:path';
import type {Archive} from '../../archive/archive.js';
import type {EditedFile} from '../../forensics/edit/digests.js';
import type {Patch} from '../../forensics/edit/edit.js';
import type {Original} from '../../forensics/edit/edited-tar.js';
import type {Sharers} from '../../forensics/edit/sharers.js';
import {textOf} from '../byte-text.js';
import type {Json} from '../json.js';
import {jsonText} from '../json-text.js';
import {programVersion} from '../program-version.js';

export type Edited = {
	readonly archive: Archive;
	readonly patches: readonly Patch[];
	readonly others: Sharers['others'];
	readonly files: readonly EditedFile[];
	/** Undefined for a directory. */
	readonly original: Original | undefined;
};

/** The record of edits as JSON: the same for the same edits of the same checkpoint. */
export function recordOf({archive, patches, others, files, original}: Edited): Uint8Array {
	const record = {
		made_by: `cryoscope ${programVersion()} edit`,
		original: {
			name: path.basename(path.resolve(archive.path)),
			format: archive.format,
			compression: archive.compression,
			...tarOf(original?.stored, ''),
			...tarOf(original?.plain, 'plain_'),
		},
		edits: patches.map(patch => ({
			pid: patch.pid,
			address: hex(patch.address),
			length: patch.after.length,
			before: bytesText(patch.before),
			after: bytesText(patch.after),
			file: nameOf(patch),
			offset: patch.offset,
			tar_offset: patch.tarOffset ?? null,
			also_at: others.get(patch)!.map(({pid, address}) => ({pid, address: hex(address)})),
		})),
		files: files.map(({file, before, after}) => ({file: nameOf({file}), size: file.size, sha256_before: before, sha256_after: after})),
	};
	return Buffer.from(`${[...jsonText(record, 2)].join('')}\n`);
}

function tarOf(tar: Original['plain'] | undefined, prefix: string): Readonly<Record<string, Json>> {
	return {[`${prefix}size`]: tar?.size ?? null, [`${prefix}sha256`]: tar?.sha256 ?? null};
}

function nameOf({file}: Pick<Patch, 'file'>): string {
	return textOf(file.name.bytes);
}

function bytesText(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex');
}

function hex(value: bigint): string {
	return `0x${value.toString(16)}`;
}
