import {Untrusted} from '../../text/untrusted.js';
import type {Column} from '../view.js';
import {foundColumns, type FoundRow} from './columns.js';

/** A string as it is shown. */
export type StringRow = FoundRow & {
	/** It is the next part of the string before. */
	readonly continues: boolean;
};

/** The columns of strings; all but the text are those of a search. */
export function stringColumns({hasCommon}: {readonly hasCommon: boolean}): ReadonlyArray<Column<StringRow>> {
	const columns = foundColumns({scope: 'memory', hasCommon, isUtf16: false});
	const named = (...names: readonly string[]) => columns.filter(({name}) => names.includes(name));
	return [
		...named('pid', 'process', 'address', 'protection', 'region', 'strings'),
		{name: 'encoding', title: 'Encoding', type: 'text', value: ({text}) => isUtf16(text.match) ? 'utf16' : 'ascii'},
		...named('length'),
		{name: 'continues', title: 'Continues', type: 'flag', shown: 'if-filled', value: ({continues}) => continues},
		{name: 'text', title: 'Text', type: 'text', min: 20, value: ({text}) => charactersOf(text.match)},
		...named('also'),
	];
}

/** Tells of each string in turn whether it goes on from the one before. */
export function continuationTeller(): (row: FoundRow) => boolean {
	let last: FoundRow | undefined;
	return row => {
		const before = last;
		last = row;
		return before !== undefined && isOneString(before, row);
	};
}

/** Whether a string goes on from another: where two adjoin that are not one, they differ in the encoding. */
export function isOneString(before: FoundRow, row: FoundRow): boolean {
	const {place, match} = before.found;
	return place === row.found.place && match.address + BigInt(match.length) === row.found.match.address && isUtf16(before.text.match) === isUtf16(row.text.match);
}

// A string has two characters at least, none of which is a NUL.
function isUtf16(bytes: Uint8Array): boolean {
	return bytes[1] === 0;
}

function charactersOf(bytes: Uint8Array): Untrusted {
	return new Untrusted(isUtf16(bytes) ? bytes.filter((_, index) => index % 2 === 0) : bytes);
}
