import {smaller} from '../../memory/big.js';
import type {HexLines, Line} from './hex-lines.js';
import {firstEndingAfter} from './regions.js';

export type HexState = {
	readonly lines: HexLines;
	/** Rows on screen. */
	readonly height: number;
	/** The first address of the line at the top. */
	readonly top: bigint;
	readonly cursor: bigint;
	/** Which column the cursor is in. */
	readonly column: 'hex' | 'text';
	/** Where a selection began; it goes to the cursor. */
	readonly anchor: bigint | undefined;
};

export type HexAction =
	| {readonly type: 'bytes' | 'rows' | 'regions'; readonly by: number}
	| {readonly type: 'page' | 'half-page'; readonly by: 1 | -1}
	| {readonly type: 'row-start' | 'row-end' | 'first' | 'last'}
	| {readonly type: 'go'; readonly address: bigint}
	| {readonly type: 'show'; readonly address: bigint; readonly top: bigint}
	| {readonly type: 'toggle-column' | 'toggle-selection' | 'clear-selection'}
	| {readonly type: 'resize'; readonly height: number; readonly lines: HexLines};

/** Begins at `address`, or at the start of memory. */
export function hexStart(lines: HexLines, height: number, address = lines.start): HexState {
	const cursor = lines.clamp(address);
	return place({lines, height, top: cursor, cursor, column: 'hex', anchor: undefined}, cursor, 0);
}

/** Moves through memory. The cursor is always on screen; every address can be reached, also inside folded lines. */
export function hexReducer(state: HexState, action: HexAction): HexState {
	const {lines, cursor, height} = state;
	if (action.type === 'resize') {
		return resize(state, action.height, action.lines);
	}

	if (lines.empty) {
		return state;
	}

	switch (action.type) {
		case 'bytes': {
			return reveal({...state, cursor: stepBytes(lines, cursor, action.by)});
		}

		case 'rows': {
			return stepRows(state, action.by);
		}

		case 'page': {
			return turn(state, action.by * Math.max(1, height - 1));
		}

		case 'half-page': {
			return turn(state, action.by * Math.max(1, height >>> 1));
		}

		case 'regions': {
			return goTo(state, regionStart(lines, cursor, action.by), 0);
		}

		case 'row-start': {
			return reveal({...state, cursor: lines.at(cursor).start});
		}

		case 'row-end': {
			return reveal({...state, cursor: lines.at(cursor).end - 1n});
		}

		case 'first': {
			return reveal({...state, cursor: lines.start});
		}

		case 'last': {
			return reveal({...state, cursor: lines.end - 1n});
		}

		case 'go': {
			return goTo(state, action.address, height >>> 2);
		}

		case 'show': {
			return reveal({...state, cursor: lines.clamp(action.address), top: lines.at(lines.clamp(action.top)).start});
		}

		case 'toggle-column': {
			return {...state, column: state.column === 'hex' ? 'text' : 'hex'};
		}

		case 'toggle-selection': {
			return {...state, anchor: state.anchor === undefined ? cursor : undefined};
		}

		case 'clear-selection': {
			return state.anchor === undefined ? state : {...state, anchor: undefined};
		}
	}
}

/** The selected bytes, both ends included in what is shown. */
export function selectionOf({anchor, cursor}: HexState): {readonly start: bigint; readonly end: bigint} | undefined {
	if (anchor === undefined) {
		return undefined;
	}

	return anchor < cursor ? {start: anchor, end: cursor + 1n} : {start: cursor, end: anchor + 1n};
}

// In a folded line a byte is as wide as the line.
function stepBytes(lines: HexLines, cursor: bigint, by: number): bigint {
	let address = cursor;
	for (let left = Math.abs(by); left > 0; left--) {
		const line = lines.at(address);
		const next = by > 0 ? rightOf(line, address) : leftOf(lines, line, address);
		if (next < lines.start || next >= lines.end) {
			break;
		}

		address = next;
	}

	return address;
}

function rightOf(line: Line, address: bigint): bigint {
	return line.kind === 'row' ? address + 1n : line.end;
}

function leftOf(lines: HexLines, line: Line, address: bigint): bigint {
	if (line.kind !== 'row' && address > line.start) {
		return line.start;
	}

	const before = address - 1n;
	const target = before < lines.start ? undefined : lines.at(before);
	return target === undefined || target.kind === 'row' ? before : target.start;
}

function stepRows(state: HexState, by: number): HexState {
	const {lines, cursor} = state;
	const line = lines.at(cursor);
	const target = lines.step(line, by);
	return target.start === line.start ? state : reveal({...state, cursor: inLine(target, cursor, lines)});
}

// The cursor keeps its place on the screen, unless the end comes first.
function turn(state: HexState, by: number): HexState {
	const {lines, cursor, height} = state;
	const top = lines.step(lines.at(state.top), by);
	const moved = stepRows(state, by).cursor;
	return reveal({...state, top: withinEnd(lines, height, top), cursor: moved === cursor ? (by > 0 ? lines.end - 1n : lines.start) : moved});
}

function inLine(line: Line, cursor: bigint, lines: HexLines): bigint {
	if (line.kind !== 'row') {
		return line.start;
	}

	const size = BigInt(lines.bytesPerRow);
	const wanted = line.start - (line.start % size) + (cursor % size);
	return wanted < line.start ? line.start : wanted >= line.end ? line.end - 1n : wanted;
}

function regionStart(lines: HexLines, cursor: bigint, by: number): bigint {
	const {vmas} = lines.space;
	const index = firstEndingAfter(vmas, cursor);
	const {start} = vmas.at(index);
	// Backwards goes to the start of this mapping first.
	const offset = by < 0 ? (start < cursor ? by + 1 : by) : (start > cursor ? by - 1 : by);
	return vmas.at(Math.max(0, Math.min(vmas.length - 1, index + offset))).start;
}

function goTo(state: HexState, address: bigint, above: number): HexState {
	const cursor = state.lines.clamp(address);
	return isVisible(state, cursor) ? {...state, cursor} : place(state, cursor, above);
}

/** Puts the line of the cursor `above` lines below the top, and leaves no empty rows below the end. */
function place(state: HexState, cursor: bigint, above: number): HexState {
	const {lines, height} = state;
	return lines.empty ? state : {...state, cursor, top: withinEnd(lines, height, lines.step(lines.at(cursor), -above))};
}

// Where the screen begins that begins with `top`, or before it when the end would leave rows empty. The end is not looked at where it is far.
function withinEnd(lines: HexLines, height: number, top: Line): bigint {
	const bottom = lines.step(top, height - 1);
	return bottom.end < lines.end ? top.start : smaller(top.start, lines.step(lines.at(lines.end - 1n), 1 - height).start);
}

function isVisible({lines, top, height}: HexState, address: bigint): boolean {
	if (address < top) {
		return false;
	}

	const last = lines.step(lines.at(top), height - 1);
	return address < last.end;
}

// Scrolls as little as brings the cursor on screen.
function reveal(state: HexState): HexState {
	const {lines, height, cursor, top} = state;
	if (isVisible(state, cursor)) {
		return state;
	}

	const line = lines.at(cursor);
	return {...state, top: cursor < top ? line.start : lines.step(line, 1 - height).start};
}

function resize(state: HexState, height: number, lines: HexLines): HexState {
	if (lines.empty) {
		return {...state, lines, height};
	}

	const cursor = lines.clamp(state.cursor);
	return reveal({...state, lines, height, cursor, top: withinEnd(lines, height, lines.at(lines.clamp(state.top)))});
}
