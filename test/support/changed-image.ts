import fs from 'node:fs';
import path from 'node:path';
import {readImage, type Entry, type EntryOf} from '../../source/criu/image.js';
import type {Messages} from '../../source/criu/schema/messages.js';
import {bytesOfPieces, entryPieces, headPieces} from '../../source/criu/write-image.js';
import {memorySource} from './memory-archive.js';

/** Rewrites an image file: it is decoded, its entries are changed, and they are encoded again. */
export function changeEntries(file: string, change: (entries: readonly Entry[]) => readonly Entry[]): void {
	const {magic, entries, problems, ...head} = readImage(memorySource(fs.readFileSync(file)), path.basename(file));
	if (magic === undefined || problems.length > 0) {
		throw new Error(`${file} can't be changed`);
	}

	const pieces = [...headPieces({...head, magic}), ...change(entries).flatMap(entry => entryPieces(entry, head.byteOrder))];
	fs.writeFileSync(file, Buffer.concat([...bytesOfPieces(pieces)]));
}

/** Changes the messages of one type in an image file; one that becomes undefined is left out, with what follows it. */
export function changeMessages<T extends keyof Messages>(file: string, type: T, change: (message: Messages[T]) => Messages[T] | undefined): void {
	changeEntries(file, entries => entries.flatMap(entry => {
		if (entry.type !== type) {
			return [entry];
		}

		const message = change((entry as EntryOf<T>).message);
		return message === undefined ? [] : [{...entry, message} as Entry];
	}));
}
