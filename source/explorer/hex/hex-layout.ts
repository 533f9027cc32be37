/** Where the columns of the hex view are, in characters. */
export type HexLayout = {
	readonly bytesPerRow: 8 | 16 | 32;
	/** Hexadecimal digits of an address; one that needs more takes more. */
	readonly digits: 8 | 12 | 16;
	/** Between columns: 2, or 1 where a bar takes the place of a blank. */
	readonly gap: 1 | 2;
	readonly hexWidth: number;
	/** Characters of text, with its bars when the gap is 2; 0 when there is no room. */
	readonly textWidth: number;
	/** What is left for the region's name; 0 when there is no room. */
	readonly labelWidth: number;
	/** Of the whole. */
	readonly width: number;
};

// `[stack]`
export const leastLabel = 7;

/** Chooses what fits into a width: long rows only where they leave room for the region, full addresses only where they cost nothing else. */
export function hexLayout(width: number, wordSize: 4 | 8): HexLayout {
	const short = wordSize === 4 ? 8 : 12;
	const long = wordSize === 4 ? 8 : 16;
	const candidates = [
		make(32, short, 2, width - leastLabel - 1),
		make(16, short, 2, width - leastLabel - 1),
		make(16, short, 1, width - leastLabel - 1),
		make(16, short, 2, width),
		make(16, short, 1, width),
		make(8, short, 2, width),
		make(8, short, 1, width),
	];
	const fitting = candidates.find(candidate => candidate !== undefined) ?? {bytesPerRow: 8, digits: short, gap: 1, hexWidth: hexWidth(8), textWidth: 0, labelWidth: 0, width} as const;
	const full = make(fitting.bytesPerRow, long, 2, width - leastLabel - 1) ?? fitting;
	const left = width - rowWidth(full) - 1;
	return {...full, width, labelWidth: left >= leastLabel ? left : 0};
}

/** Characters from the start of the hexadecimal column to the byte with this index. */
export function hexColumn(index: number): number {
	return index * 3 + (index >>> 3);
}

/** Characters of address, bytes and text. */
export function rowWidth({digits, gap, hexWidth: hex, textWidth}: HexLayout): number {
	return digits + gap + hex + (textWidth === 0 ? 0 : gap + textWidth);
}

/** Whether there is a cell for a bar behind the text too. */
export function hasBothBars(layout: HexLayout): boolean {
	return layout.gap === 2 || rowWidth(layout) < layout.width;
}

function hexWidth(bytesPerRow: number): number {
	return hexColumn(bytesPerRow - 1) + 2;
}

function make(bytesPerRow: 8 | 16 | 32, digits: 8 | 12 | 16, gap: 1 | 2, width: number): HexLayout | undefined {
	const layout = {bytesPerRow, digits, gap, hexWidth: hexWidth(bytesPerRow), textWidth: bytesPerRow + (gap === 2 ? 2 : 0), labelWidth: 0, width};
	return rowWidth(layout) <= width ? layout : undefined;
}
