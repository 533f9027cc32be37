import {widthOf} from '../../text/fit.js';
import {styleAfter} from './style-codes.js';

/** What turns one row of a screen into another: `text` written from `column` on, counted in cells from 0. */
export type LineChange = {readonly column: number; readonly text: string};

const eraseRest = '\u001B[K';

/**
The change from one row to another, from the cell in which they first differ to the last; undefined where they differ in no cell.

@param before The row that is on screen: text with codes of style, which begins without one
*/
export function lineChange(before: string, after: string): LineChange | undefined {
	const index = firstDifference(before, after);
	// Behind the last cell of a screen there is no place to write to.
	if (cellsOf(before.slice(index)) === 0 && cellsOf(after.slice(index)) === 0) {
		return undefined;
	}

	const same = after.slice(0, index);
	const kept = keptAtEnd(before, after, index);
	const text = styleAfter(same) + after.slice(index, after.length - kept);
	return {column: cellsOf(same), text: kept === 0 ? eraseRest + text : text};
}

function firstDifference(before: string, after: string): number {
	let index = 0;
	while (index < after.length && before.codePointAt(index) === after.codePointAt(index)) {
		index++;
	}

	// What is no ASCII may belong to the character before it.
	while (index > 0 && !(isAscii(before, index) && isAscii(after, index))) {
		index--;
	}

	return codeAt(after, index) ?? index;
}

/** How many characters at the end of both rows show the same in the same cells; the rows differ from `index` on. */
function keptAtEnd(before: string, after: string, index: number): number {
	const most = Math.min(before.length, after.length) - index;
	let count = 0;
	while (count < most && before.charCodeAt(before.length - 1 - count) === after.charCodeAt(after.length - 1 - count)) {
		count++;
	}

	const rows = () => [before, after].map(row => row.slice(0, row.length - count)) as [string, string];
	while (count > 0 && !(isAscii(after, after.length - count) && rows().every(row => codeAt(row, row.length) === undefined))) {
		count--;
	}

	const [start, end] = rows();
	return cellsOf(start.slice(index)) === cellsOf(end.slice(index)) && styleAfter(start) === styleAfter(end) ? count : 0;
}

/** Where the code begins that `index` is inside of; undefined where it is in none. */
function codeAt(text: string, index: number): number | undefined {
	const code = text.lastIndexOf('\u001B', index - 1);
	const end = text.indexOf('m', code);
	return code !== -1 && (end === -1 || end >= index) ? code : undefined;
}

function isAscii(text: string, index: number): boolean {
	return index >= text.length || text.charCodeAt(index) < 0x80;
}

/** Cells that a text with codes of style takes on screen. */
export function cellsOf(styled: string): number {
	return widthOf(styled.replaceAll(/\u001b\[[\d;]*m/g, ''));
}
