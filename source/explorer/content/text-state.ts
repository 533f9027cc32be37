import type {TextLines, TextRow} from './text-lines.js';

export type TextState = {
	/** Where the first row on screen begins. */
	readonly top: number;
	/** Where one is: at the top, or at what was gone to. */
	readonly cursor: number;
	/** Cells that are cut off at the left. */
	readonly left: number;
	/** Where a selection of lines began; it goes as far as the cursor. */
	readonly anchor?: number | undefined;
};

export type TextAction =
	| {readonly type: 'rows' | 'columns'; readonly by: number}
	| {readonly type: 'first' | 'last' | 'line-start' | 'toggle-selection' | 'clear-selection'}
	/** With `top`, what was shown when that was the first row. */
	| {readonly type: 'go'; readonly offset: number; readonly top?: number | undefined};

export type TextScreen = {readonly lines: TextLines; readonly width: number; readonly height: number};

export const textStart: TextState = {top: 0, cursor: 0, left: 0};

// What stands around a place that is gone to: a quarter of the screen.
const quarter = 4;

/** Moves through text. */
export function textReducer(state: TextState, {action, screen}: {readonly action: TextAction; readonly screen: TextScreen}): TextState {
	const {lines, height} = screen;
	if (lines.size === 0) {
		return state;
	}

	const top = topOf(state, screen);
	const isSelecting = state.anchor !== undefined;
	switch (action.type) {
		case 'rows': {
			return isSelecting ? extended(state, lineBeyond(lines, state.cursor, action.by), screen) : at(state, withinEnd(screen, lines.step(top, action.by)));
		}

		case 'columns': {
			return {...state, left: Math.max(0, state.left + action.by)};
		}

		case 'line-start': {
			return {...state, left: 0};
		}

		case 'first': {
			return isSelecting ? extended(state, 0, screen) : at(state, 0);
		}

		case 'last': {
			return isSelecting ? extended(state, lines.size - 1, screen) : at(state, withinEnd(screen, lines.at(lines.size - 1)));
		}

		case 'toggle-selection': {
			return isSelecting ? {...state, anchor: undefined} : {...state, anchor: state.cursor};
		}

		case 'clear-selection': {
			return {...state, anchor: undefined};
		}

		case 'go': {
			const cursor = Math.max(0, Math.min(lines.size - 1, action.offset));
			const row = lines.at(cursor);
			const isVisible = top.start <= row.start && row.start <= lines.step(top, height - 1).start;
			const wanted = action.top === undefined ? (isVisible ? top : lines.step(row, -Math.floor(height / quarter))) : lines.at(action.top);
			return {...state, top: withinEnd(screen, wanted), cursor, left: leftFor(state.left, row, cursor, screen)};
		}
	}
}

/** The lines that are selected, `[start, end)`; undefined when none are. */
export function selectedLines({anchor, cursor}: TextState, lines: TextLines): {readonly start: number; readonly end: number} | undefined {
	return anchor === undefined ? undefined : {start: lines.lineAt(Math.min(anchor, cursor)).start, end: lines.lineAt(Math.max(anchor, cursor)).end};
}

/** The first row on screen, as the lines are cut now. */
export function topOf({top}: TextState, {lines}: Pick<TextScreen, 'lines'>): TextRow {
	return lines.at(Math.max(0, Math.min(lines.size - 1, top)));
}

/** The start of the line that is so many lines further. */
function lineBeyond(lines: TextLines, from: number, by: number): number {
	let line = lines.lineAt(from);
	for (let left = Math.abs(by); left > 0; left--) {
		const next = by > 0 ? line.end : line.start - 1;
		if (next < 0 || next >= lines.size) {
			break;
		}

		line = lines.lineAt(next);
	}

	return line.start;
}

/** Takes the cursor, and with it the end of the selection, to the line that holds an offset; as little as brings that on screen is scrolled. */
function extended(state: TextState, offset: number, screen: TextScreen): TextState {
	const {lines, height} = screen;
	const {start, end} = lines.lineAt(offset);
	const top = topOf(state, screen);
	const lowest = lines.step(lines.at(end - 1), 1 - height);
	return {...state, cursor: start, top: withinEnd(screen, lines.at(Math.min(start, Math.max(top.start, lowest.start))))};
}

function at(state: TextState, offset: number): TextState {
	return {...state, top: offset, cursor: offset};
}

// No rows are left empty below the end.
function withinEnd({lines, height}: TextScreen, top: TextRow): number {
	const bottom = lines.step(top, height - 1);
	return bottom.end < lines.size ? top.start : Math.min(top.start, lines.step(lines.at(lines.size - 1), 1 - height).start);
}

// As little as brings the cursor on screen, with something around it.
function leftFor(left: number, row: TextRow, cursor: number, {width}: TextScreen): number {
	if (row.kind === 'note') {
		return left;
	}

	const {offsets, columns} = row.characters;
	const column = columns[offsets.findLastIndex(offset => offset <= cursor - row.start + offsets[row.from]!)]! - columns[row.from]!;
	return left <= column && column < left + width ? left : Math.max(0, column - Math.floor(width / 2));
}
