import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Bookmark, BookmarksFile} from '../bookmarks/bookmark.js';
import {hereText, whereText} from '../bookmarks/bookmark-texts.js';
import {otherCheckpointText} from '../bookmarks/bookmarks-file.js';
import {readBytes, spaceOf} from '../bookmarks/space.js';
import {hexDump} from './hex-dump.js';
import type {Section} from './report-model.js';

// A row of 16 bytes before the one with the address, and two behind it.
const [before, dumped] = [16n, 64];

const headings = ['Number', 'Mark', 'Place', 'Address', 'Here', 'Row', 'Note'];

/** The places that the examiner wanted to come back to, with the bytes around those that are in any. */
export function bookmarksSection(checkpoint: Checkpoint, file: BookmarksFile): Section {
	const {bookmarks} = file;
	const rows = bookmarks.map((bookmark, index) => rowOf(checkpoint, bookmark, index));
	const dumps = bookmarks.map((bookmark, index) => dumpOf(checkpoint, bookmark, index));
	const text = dumps.filter(lines => lines.length > 0).flatMap((lines, index) => index === 0 ? lines : ['', ...lines]);
	return {
		title: 'Bookmarks',
		summary: 'Places that the examiner marked, and the bytes around those that are in memory or in contents.',
		table: {headings, rows, length: rows.length},
		notes: [...bookmarks.length === 0 ? ['Nothing.'] : [], otherCheckpointText(checkpoint, file) ?? []].flat(),
		...text.length > 0 && {text},
	};
}

function rowOf(checkpoint: Checkpoint, bookmark: Bookmark, index: number): string[] {
	const {mark = '', note = '', address, row} = bookmark;
	const here = hereText(checkpoint, bookmark);
	return [String(index + 1), mark, String(whereText(checkpoint, bookmark)), addressText(address), String(here ?? ''), String(row?.text ?? ''), String(note)];
}

function dumpOf(checkpoint: Checkpoint, bookmark: Bookmark, index: number): string[] {
	const {address} = bookmark;
	const read = attempt(() => {
		const space = spaceOf(checkpoint, bookmark);
		const row = (address ?? 0n) - ((address ?? 0n) % before);
		return space && readBytes(space, row < before ? 0n : row - before, dumped);
	});
	if (read.state === 'ready' && read.value === undefined) {
		return [];
	}

	const lines = read.state === 'ready' ? hexDump(read.value!) : [read.error.message];
	return [`${index + 1}  ${String(whereText(checkpoint, bookmark))}  ${addressText(address)}`, ...lines];
}

function addressText(address: bigint | undefined): string {
	return address === undefined ? '' : address.toString(16);
}
