import {Untrusted} from '../../text/untrusted.js';
import type {PatternMode} from '../../search/pattern.js';
import type {Content} from '../../checkpoint/contents/content.js';
import {isName} from '../../views/search/names.js';
import type {Place} from '../../views/search/place.js';
import {foundColumns, type FoundRow} from '../../views/search/columns.js';
import type {MatchText} from '../../views/search/surroundings.js';
import type {TextRange} from '../components/marked-text.js';
import type {Column} from '../../views/view.js';
import type {LeadingView} from '../components/table.js';
import type {SearchScope} from '../../views/search/scope.js';

/** Bytes on each side of a match that are read for a row. */
export const context = 96;

// Of what adjoins a match at the left, so much is shown before it.
const mostBefore = 12;

// What is found comes before where, which a narrow screen has no room for.
const order = ['source', 'pid', 'address', 'match', 'region', 'process', 'also'];

type Options = {
	readonly scope: SearchScope;
	readonly mode: PatternMode;
	readonly hasCommon: boolean;
};

/** What a search of the whole checkpoint found, as a table. */
export function resultsView({scope, mode, hasCommon}: Options): LeadingView<FoundRow> {
	const isUtf16 = isWide(mode);
	const columns = foundColumns({scope, hasCommon, isUtf16}).map(column => column.name === 'match' ? {...column, text: ({text}: FoundRow) => matchText(text, isUtf16)} : column);
	const rank = ({name}: Column<FoundRow>) => order.includes(name) ? order.indexOf(name) : order.length;
	return {
		name: 'search', title: 'Search', summary: 'What was found in the whole checkpoint.', columns: columns.toSorted((a, b) => rank(a) - rank(b)),
		pid: ({found}) => found.place.process?.pid,
		address: ({found: {place, match}}) => place.isMemory || contentOf(place) ? match.address : undefined,
		content: ({found}) => contentOf(found.place),
	};
}

/** What a place is of, if its bytes are no memory and no name. */
export function contentOf({kind, name, absent = [], segments}: Place): Content | undefined {
	return kind === 'memory' || isName(kind) ? undefined : {kind, name: name!, files: [], segments: [...segments()], absent};
}

/** Whether what is searched for this way is shown as UTF-16. */
export function isWide(mode: PatternMode): boolean {
	return mode === 'utf16' || mode === 'utf16-any-case';
}

/** A match at the start of a cell, but for the text that it is the end of. */
function matchText({before, match, after}: MatchText, isUtf16: boolean): Untrusted {
	const text = Buffer.concat([ofText(before, isUtf16 ? 2 : 1), match, after]);
	return isUtf16 ? Untrusted.from(text.toString('utf16le')) : new Untrusted(text);
}

/** Where in that text the match is, as it is printed. */
export function matchRange({before, match, after}: MatchText, isUtf16: boolean): TextRange {
	const printed = (bytes: Uint8Array) => String(isUtf16 ? Untrusted.from(Buffer.from(bytes).toString('utf16le')) : new Untrusted(bytes));
	const text = String(matchText({before, match, after}, isUtf16));
	// A character that only a part of is in the match is of the match.
	const start = commonStart(text, printed(ofText(before, isUtf16 ? 2 : 1)));
	return {start, end: Math.max(start, text.length - commonEnd(text, printed(after)))};
}

function commonStart(text: string, other: string): number {
	let length = 0;
	while (length < other.length && text[length] === other[length]) {
		length++;
	}

	return length;
}

function commonEnd(text: string, other: string): number {
	let length = 0;
	while (length < other.length && text.at(-1 - length) === other.at(-1 - length)) {
		length++;
	}

	return length;
}

function ofText(before: Uint8Array, step: 1 | 2): Uint8Array {
	let start = before.length;
	while (start >= step && before.length - start < mostBefore * step && isText(before, start - step, step)) {
		start -= step;
	}

	while (start < before.length && before[start] === 0x20) {
		start += step;
	}

	return before.subarray(start);
}

function isText(bytes: Uint8Array, at: number, step: 1 | 2): boolean {
	return bytes[at]! >= 0x20 && bytes[at]! < 0x7F && (step === 1 || bytes[at + 1] === 0);
}
