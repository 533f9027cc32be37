import {start, widthOf} from '../text/fit.js';
import type {CellType} from './view.js';

export type TableColumn = {
	readonly title: string;
	readonly type: CellType;
	readonly min?: number;
	readonly max?: number;
};

/** A column on screen: its index among all, and its cells. */
export type PlacedColumn = {readonly index: number; readonly width: number};

export type TableLayout = {
	readonly columns: readonly PlacedColumn[];
	/** There are columns that stand to the left, or to the right, of those on screen. */
	readonly hasLeft: boolean;
	readonly hasRight: boolean;
};

/** Cells at the end of the headings that say where more columns are. */
export const markWidth = 3;

const rightAligned: ReadonlySet<CellType> = new Set(['pid', 'number', 'bytes', 'address']);

/** Cells that a text column wants at least, unless it says otherwise. */
const leastText = 12;

export function alignment(type: CellType): 'left' | 'right' {
	return rightAligned.has(type) ? 'right' : 'left';
}

/** The cells that each column would like: those of its widest value among `samples`, but no more than `limit` or its own most. */
export function naturalWidths(columns: readonly TableColumn[], samples: ReadonlyArray<readonly string[]>, limit: number): number[] {
	return columns.map((column, index) => {
		const widest = samples.reduce((most, row) => Math.max(most, widthOf(start(row[index] ?? '', limit))), widthOf(column.title));
		return Math.min(column.max ?? Infinity, widest);
	});
}

/**
Chooses the columns that are on screen, one blank between two, and their widths.

The first column always is; then as many of those after the `skipped` next ones as find room, in their order: the important ones come first. Numbers are never cut; a text column may be cut to its least, the last one to less than that. What room is left makes the narrow ones wider, and what is left of that is the last one's.
*/
export function placeColumns(columns: readonly TableColumn[], natural: readonly number[], width: number, skipped = 0): TableLayout {
	const candidates = [...columns.keys()].filter(index => index === 0 || index > skipped);
	const needs = columns.map((column, index) => column.type === 'text' ? Math.min(natural[index]!, column.min ?? leastText) : natural[index]!);
	const fitsWhole = skipped === 0 && sum(needs) + columns.length - 1 <= width;
	const room = fitsWhole ? width : width - markWidth;
	const placed: Array<{index: number; width: number}> = [];
	let used = -1;
	for (const index of candidates) {
		const need = needs[index]!;
		if (used + 1 + need > room) {
			const rest = Math.max(0, room - used - 1);
			if (placed.length < 2 || (columns[index]!.type === 'text' && rest >= leastText)) {
				placed.push({index, width: rest});
				needs[index] = rest;
			}

			break;
		}

		placed.push({index, width: Math.max(0, Math.min(natural[index]!, room - used - 1))});
		used += 1 + need;
	}

	narrow(placed, needs, room);
	const last = placed.at(-1);
	const rest = width - sum(placed.map(column => column.width)) - placed.length + 1;
	if (fitsWhole && last && rest > 0 && columns[last.index]!.max === undefined && alignment(columns[last.index]!.type) === 'left') {
		last.width += rest;
	}

	return {columns: placed, hasLeft: skipped > 0, hasRight: (last?.index ?? 0) < columns.length - 1};
}

/** Takes from the widest column that is wider than it needs to be, until all fit. */
function narrow(placed: ReadonlyArray<{readonly index: number; width: number}>, needs: readonly number[], room: number): void {
	let excess = sum(placed.map(column => column.width)) + placed.length - 1 - room;
	while (excess > 0) {
		const wide = placed.filter(({index, width}) => width > needs[index]!);
		if (wide.length === 0) {
			return;
		}

		const widest = wide.reduce((a, b) => b.width > a.width ? b : a);
		widest.width--;
		excess--;
	}
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
