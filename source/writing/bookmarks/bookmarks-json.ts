import {textOf} from '../byte-text.js';
import type {Json, JsonObject} from '../json.js';
import {jsonText} from '../json-text.js';
import type {Bookmark, BookmarksFile} from './bookmark.js';

/** What the field of the same name has in a file that this program understands. */
export const bookmarksVersion = 1;

/** Bookmarks as JSON. Strings of the checkpoint are exact (see `textOf`), addresses are hexadecimal. */
export function bookmarksJson({checkpoint: {name, size}, bookmarks}: BookmarksFile): string {
	const document = {
		cryoscope_bookmarks: bookmarksVersion,
		checkpoint: known({name: textOf(name.bytes), size}),
		bookmarks: bookmarks.map(bookmark => bookmarkJson(bookmark)),
	};
	return `${[...jsonText(document, 2)].join('')}\n`;
}

function bookmarkJson({mark, note, subject, pid, tab, content, address, row}: Bookmark): JsonObject {
	return known({
		mark,
		note: note && textOf(note.bytes),
		subject, pid, tab,
		content: content && {kind: content.kind, name: textOf(content.name.bytes), number: content.number},
		address: address === undefined ? undefined : `0x${address.toString(16)}`,
		row: row && known({index: row.index, text: textOf(row.text.bytes)}),
	});
}

function known(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
	return Object.fromEntries(Object.entries(fields).filter((field): field is [string, Json] => field[1] !== undefined));
}
