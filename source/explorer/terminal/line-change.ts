import {widthOf} from '../../text/fit.js';
import {styleAfter} from './style-codes.js';

/** What turns one row of a screen into another: `text` written from `column` on, counted in cells from 0, behind which the row ends. */
export type LineChange = {readonly column: number; readonly text: string};

/**
The change from one row to another, which begins in the cell in which they first differ.

@param before The row that is on screen: text with codes of style, which begins without one
*/
export function lineChange(before: string, after: string): LineChange {
	const index = firstDifference(before, after);
	const same = after.slice(0, index);
	return {column: cellsOf(same), text: styleAfter(same) + after.slice(index)};
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

	const code = after.lastIndexOf('\x1b', index - 1);
	return code !== -1 && after.indexOf('m', code) >= index ? code : index;
}

function isAscii(text: string, index: number): boolean {
	return index >= text.length || text.charCodeAt(index) < 0x80;
}

/** Cells that a text with codes of style takes on screen. */
export function cellsOf(styled: string): number {
	return widthOf(styled.replaceAll(/\u001b\[[\d;]*m/g, ''));
}
