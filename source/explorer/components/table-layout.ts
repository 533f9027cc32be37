import type {CellType} from '../../views/view.js';
import {widthOf} from './fit.js';

export type TableColumn = {
	readonly title: string;
	readonly type: CellType;
	readonly min?: number;
	readonly max?: number;
};

const rightAligned: ReadonlySet<CellType> = new Set(['pid', 'number', 'bytes', 'address']);

/** Least cells of a text column that is cut for want of room. */
const leastText = 12;

export function alignment(type: CellType): 'left' | 'right' {
	return rightAligned.has(type) ? 'right' : 'left';
}

/**
The cells of each column, one blank between two.

A column takes what its widest value among `samples` needs, within its own least and most. Where that is too much, the widest text columns give way first; the rest is for scrolling sideways. The last column takes what is left over, unless it has a most.
*/
export function columnWidths(columns: readonly TableColumn[], samples: ReadonlyArray<readonly string[]>, width: number): number[] {
	const widths = columns.map((column, index) => {
		const natural = samples.reduce((most, row) => Math.max(most, widthOf(row[index] ?? '')), widthOf(column.title));
		return Math.max(column.min ?? 1, Math.min(column.max ?? Infinity, natural));
	});
	let excess = sum(widths) + columns.length - 1 - width;
	while (excess > 0) {
		const index = widest(widths, columns);
		if (index === -1) {
			break;
		}

		widths[index]!--;
		excess--;
	}

	const last = columns.length - 1;
	if (excess < 0 && last >= 0 && columns[last]!.max === undefined && alignment(columns[last]!.type) === 'left') {
		widths[last]! -= excess;
	}

	return widths;
}

// The widest text column that can still give way.
function widest(widths: readonly number[], columns: readonly TableColumn[]): number {
	let result = -1;
	for (const [index, column] of columns.entries()) {
		const least = Math.max(column.min ?? 0, Math.min(leastText, widthOf(column.title)), column.type === 'text' ? leastText : Infinity);
		if (column.type === 'text' && widths[index]! > least && (result === -1 || widths[index]! > widths[result]!)) {
			result = index;
		}
	}

	return result;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
