import {InputError, PendingError} from '../../archive/byte-source.js';
import {counted} from '../../checkpoint/compose.js';
import {hasContent, type Run} from '../../memory/presence.js';
import {fit, widthOf} from '../../text/fit.js';
import {briefPresenceText, gapText, presenceText, sizeText} from '../../views/absence.js';
import {hasBothBars, hexColumn, leastLabel, rowWidth, type HexLayout} from './hex-layout.js';
import type {HexLines, Line} from './hex-lines.js';
import {regionLabel, type MappingName} from './regions.js';
import {Spans, type HexSpan, type HexStyle} from './spans.js';

/** One row of the screen. */
export type HexRow = {readonly line: Line; readonly spans: readonly HexSpan[]};

export type HexRowsOptions = {
	readonly lines: HexLines;
	readonly layout: HexLayout;
	/** Any address of the first line to draw. */
	readonly top: bigint;
	readonly height: number;
	readonly cursor: bigint;
	/** Which column has the cursor; the other one shows its twin. */
	readonly column: 'hex' | 'text';
	/** Which digit of the byte at the cursor is typed over next. */
	readonly digit?: 0 | 1;
	/** Half-open range that is selected. */
	readonly selection?: {readonly start: bigint; readonly end: bigint};
	/** Matches that touch `[start, end)`, in address order. */
	matches?(start: bigint, end: bigint): ReadonlyArray<{readonly address: bigint; readonly length: number}>;
	/** The bytes of `[start, end)` that were typed over, in address order; absent where none was. */
	edited?(start: bigint, end: bigint): Iterable<{readonly address: bigint}>;
	readonly mappingName: MappingName;
	readonly unicode: boolean;
};

/** Draws the lines of a rectangle: what to write, not how. Reads the bytes it shows and no others. */
export function hexRows(options: HexRowsOptions): HexRow[] {
	const lines = options.lines.from(options.top, options.height);
	let vma = -1;
	return lines.map(line => {
		const spans = new Spans();
		const own = line.kind === 'gap' ? -1 : line.vma;
		const isFirst = own !== vma && own !== -1;
		if (line.kind === 'row') {
			drawBytes(spans, line, options);
		} else {
			drawNote(spans, line, isFirst, options);
		}

		if (isFirst) {
			drawLabel(spans, own, options);
		}

		vma = own;
		return {line, spans: spans.done()};
	});
}

/** An address in the digits of the layout. */
export function addressText(address: bigint, digits: number): string {
	return address.toString(16).padStart(digits, '0');
}

const hexDigits = Array.from({length: 256}, (_, byte) => byte.toString(16).padStart(2, '0'));

function drawBytes(spans: Spans, line: Line, options: HexRowsOptions): void {
	const {layout} = options;
	const size = Number(line.end - line.start);
	const row = readRow(line.start, size, options);
	if (typeof row === 'string') {
		spans.add(addressText(line.start, layout.digits), 'address');
		spans.blank(layout.gap);
		const width = Math.min(widthOf(row), layout.width - spans.width);
		spans.add(fit(row, width, ellipsis(options)), 'missing', width);
		return;
	}

	const edited = editedIndexes(line, options);
	const drawn: DrawnRow = {
		bytes: row, edited,
		styles: byteStyles(line, row, edited, options),
		cursor: line.start <= options.cursor && options.cursor < line.end ? Number(options.cursor - line.start) : -1,
		first: Number(line.start % BigInt(layout.bytesPerRow)),
	};
	spans.add(addressText(line.start, layout.digits), 'address');
	drawDigits(spans, drawn, options);
	if (layout.textWidth > 0) {
		drawCharacters(spans, drawn, options);
	}
}

/** What there is to know of a row to draw it, by the index of its bytes. */
type DrawnRow = {
	readonly bytes: RowBytes;
	readonly styles: readonly HexStyle[];
	/** Those that were typed over; undefined where none was. */
	readonly edited: ReadonlySet<number> | undefined;
	/** That of the cursor, or -1. */
	readonly cursor: number;
	/** A row that starts or ends inside the row grid is drawn where its bytes would stand in a whole one: so many are before it. */
	readonly first: number;
};

function drawDigits(spans: Spans, {bytes, styles, edited, cursor, first}: DrawnRow, {layout, column, digit, unicode}: HexRowsOptions): void {
	for (const [index, byte] of bytes.entries()) {
		const gap = index === 0 ? layout.gap + (first === 0 ? 0 : hexColumn(first)) : ((index + first) % 8 === 0 ? 2 : 1);
		const isBoundary = edited !== undefined && edited.has(index - 1) !== edited.has(index);
		if (isBoundary) {
			spans.bracket(edited.has(index), gap);
		} else if (index > 0 && isMarked(styles[index]!) && styles[index - 1] === styles[index]) {
			spans.add(' '.repeat(gap), styles[index]!);
		} else {
			spans.blank(gap);
		}

		const digits = byte === undefined ? (unicode ? '··' : '--') : hexDigits[byte]!;
		if (index === cursor && digit !== undefined) {
			spans.add(digits[0]!, digit === 0 ? 'cursor' : 'twin');
			spans.add(digits[1]!, digit === 1 ? 'cursor' : 'twin');
		} else {
			spans.add(digits, index === cursor ? (column === 'hex' ? 'cursor' : 'twin') : styles[index]!);
		}
	}

	if (edited?.has(bytes.length - 1) && spans.width < (layout.textWidth === 0 ? layout.width : barColumn(layout))) {
		spans.bracket(false, 1);
	}
}

function drawCharacters(spans: Spans, {bytes, styles, cursor, first}: DrawnRow, {layout, column, unicode}: HexRowsOptions): void {
	const bar = unicode ? '│' : '|';
	spans.blank(barColumn(layout) - spans.width);
	spans.add(bar, 'note');
	spans.blank(first);
	for (const [index, byte] of bytes.entries()) {
		const style = index === cursor ? (column === 'text' ? 'cursor' : 'twin') : styles[index]!;
		spans.add(byte === undefined ? ' ' : character(byte, unicode), style);
	}

	spans.blank(layout.bytesPerRow - first - bytes.length);
	if (hasBothBars(layout)) {
		spans.add(bar, 'note');
	}
}

/** Characters before the bar that the text begins with. */
function barColumn(layout: HexLayout): number {
	return rowWidth(layout) - layout.bytesPerRow - layout.gap;
}

function isMarked(style: HexStyle): boolean {
	return style === 'match' || style === 'selection';
}

function character(byte: number, unicode: boolean): string {
	if (byte >= 0x20 && byte < 0x7F) {
		return String.fromCodePoint(byte);
	}

	return unicode ? '·' : '.';
}

/** The value of each byte; undefined where there is none. */
type RowBytes = ReadonlyArray<number | undefined>;

function readRow(address: bigint, size: number, {lines}: HexRowsOptions): RowBytes | string {
	const bytes = new Uint8Array(size);
	let runs: readonly Run[];
	try {
		runs = lines.space.read(address, bytes);
	} catch (error) {
		if (error instanceof InputError || error instanceof PendingError) {
			return error.message;
		}

		throw error;
	}

	return runs.flatMap(run => {
		const part = [...bytes.subarray(Number(run.start - address), Number(run.end - address))];
		return hasContent(run.presence) ? part : part.map(() => undefined);
	});
}

/** Which bytes of a row were typed over; undefined where none was. */
function editedIndexes({start, end}: Line, {edited}: HexRowsOptions): ReadonlySet<number> | undefined {
	const indexes = edited && new Set(Iterator.from(edited(start, end)).map(({address}) => Number(address - start)));
	return indexes?.size === 0 ? undefined : indexes;
}

function byteStyles(line: Line, row: RowBytes, edited: ReadonlySet<number> | undefined, {selection, matches}: HexRowsOptions): HexStyle[] {
	const styles = row.map((byte): HexStyle => {
		if (byte === undefined) {
			return 'missing';
		}

		return byte === 0 ? 'zero' : (byte >= 0x20 && byte < 0x7F ? 'text' : 'byte');
	});

	for (const index of edited ?? []) {
		styles[index] = 'edited';
	}

	const paint = (first: bigint, end: bigint, style: HexStyle) => {
		const from = first > line.start ? first - line.start : 0n;
		const to = (end < line.end ? end : line.end) - line.start;
		if (from < to) {
			styles.fill(style, Number(from), Number(to));
		}
	};

	for (const match of matches?.(line.start, line.end) ?? []) {
		paint(match.address, match.address + BigInt(match.length), 'match');
	}

	if (selection) {
		paint(selection.start, selection.end, 'selection');
	}

	return styles;
}

function drawNote(spans: Spans, line: Line, isFirst: boolean, options: HexRowsOptions): void {
	const {layout, cursor, selection, unicode} = options;
	const here = line.start <= cursor && cursor < line.end;
	const found = line.kind === 'repeat' ? options.matches?.(line.start, line.end).length ?? 0 : 0;
	const edited = line.kind === 'repeat' ? editedIndexes(line, options)?.size ?? 0 : 0;
	const note = (isBrief: boolean) => [
		...(found > 0 ? [`${found.toLocaleString('en')} ${found === 1 ? 'match' : 'matches'}`] : []),
		noteText(line, isBrief, options),
		...(edited > 0 ? [`${counted(edited, 'byte')} edited`] : []),
		...(here && cursor !== line.start ? [`cursor at ${cursor.toString(16)}`] : []),
	].join(', ');
	const isSelected = selection !== undefined && selection.start < line.end && line.start < selection.end;
	spans.add(addressText(line.start, layout.digits), here ? 'cursor' : 'address');
	spans.blank(layout.gap);
	const width = isFirst && layout.labelWidth > 0 ? rowWidth(layout) : layout.width;
	const sign = noteSign(line, unicode);
	// What is cut last is the size.
	const room = width - spans.width;
	const forms = [sign + note(false), sign + note(true), note(true)];
	const text = forms.find(form => widthOf(form) <= room) ?? forms.at(-1)!;
	spans.add(fit(text, Math.min(widthOf(text), room), ellipsis(options)), isSelected ? 'selection' : found > 0 ? 'match' : edited > 0 ? 'edited' : line.kind === 'absent' ? 'missing' : 'note');
}

function noteSign({kind}: Line, unicode: boolean): string {
	return kind === 'gap' ? '' : kind === 'absent' ? (unicode ? '·· ··  ' : '-- --  ') : '*  ';
}

function noteText(line: Line, isBrief: boolean, {layout, lines}: HexRowsOptions): string {
	const size = sizeText(line.end - line.start);
	switch (line.kind) {
		case 'gap': {
			return `${gapText(lines.space)}: ${size}`;
		}

		case 'absent': {
			return `${isBrief ? briefPresenceText(line.presence) : presenceText(line.presence)}: ${size}`;
		}

		case 'row':
		case 'repeat': {
			const rows = (line.end - line.start) / BigInt(layout.bytesPerRow);
			return isBrief ? `${rows.toLocaleString('en')} equal rows: ${size}` : `${rows.toLocaleString('en')} rows (${size}) equal to the one above`;
		}
	}
}

function ellipsis({unicode}: HexRowsOptions): string {
	return unicode ? '…' : '~';
}

function drawLabel(spans: Spans, vma: number, options: HexRowsOptions): void {
	const {layout, lines, mappingName} = options;
	// Without a column of its own it stands behind a note that leaves it room.
	const column = layout.labelWidth === 0 ? spans.width + 2 : Math.max(spans.width, rowWidth(layout) + 1);
	const width = layout.width - column;
	if (width < leastLabel) {
		return;
	}

	spans.blank(column - spans.width);
	spans.add(regionLabel(lines.space.vmas.at(vma), mappingName, width, ellipsis(options)), 'label');
}
