import fs from 'node:fs';
import path from 'node:path';
import {memorySource} from '../../source/archive/memory-source.js';
import {readImage, type Entry} from '../../source/criu/image.js';
import type {Messages} from '../../source/criu/schema/messages.js';
import type {Untrusted} from '../../source/text/untrusted.js';
import {bytesOfPieces, entryPieces, headPieces} from '../../source/criu/write-image.js';

/** What may be written to: messages as they are decoded, with every part of them changeable. */
export type Changeable<T> = T extends Untrusted | Uint8Array ? T : T extends object ? {-readonly [Key in keyof T]: Changeable<T[Key]>} : T;

/** Rewrites an image with other entries. */
export function editEntries(file: string, edit: (entries: readonly Entry[]) => readonly Entry[]): void {
	const image = readImage(memorySource(fs.readFileSync(file)), path.basename(file));
	const pieces = [...headPieces({...image, magic: image.magic!}), ...edit(image.entries).flatMap(entry => entryPieces(entry, image.byteOrder))];
	fs.writeFileSync(file, Buffer.concat([...bytesOfPieces(pieces)]));
}

/** Rewrites an image whose messages of one type `edit` changes. */
export function editMessages<T extends keyof Messages>(file: string, type: T, edit: (message: Changeable<Messages[T]>) => void): void {
	editEntries(file, entries => {
		for (const entry of entries) {
			if (entry.type === type) {
				edit(entry.message as Changeable<Messages[T]>);
			}
		}

		return entries;
	});
}
