import type {TableLayout} from '../../views/table-layout.js';
import type {Handlers} from '../input/action-router.js';

/** A list's cursor and the first row on screen. */
export type Scroll = {readonly index: number; readonly top: number};

export type ScrollAction =
	| {readonly type: 'by'; readonly rows: number}
	| {readonly type: 'to'; readonly index: number}
	| {readonly type: 'fit'};

export const scrollStart: Scroll = {index: 0, top: 0};

/** Moves within `length` rows of which `height` fit on screen. */
export function scroll(state: Scroll, action: ScrollAction, length: number, height: number): Scroll {
	const wanted = action.type === 'by' ? state.index + action.rows : action.type === 'to' ? action.index : state.index;
	const index = Math.max(0, Math.min(length - 1, wanted));
	const top = Math.max(0, Math.min(state.top, index, length - height), index - height + 1);
	return index === state.index && top === state.top ? state : {index, top};
}

/** Handlers of the moving keys for a list; `height` is a page. */
export function scrollHandlers(dispatch: (action: ScrollAction) => void, length: number, height: number): Handlers {
	const by = (rows: number) => () => {
		dispatch({type: 'by', rows});
	};

	const to = (index: number) => () => {
		dispatch({type: 'to', index});
	};

	const page = Math.max(1, height - 1);
	const half = Math.max(1, Math.floor(height / 2));
	return {
		'up': by(-1), 'down': by(1), 'page-up': by(-page), 'page-down': by(page), 'half-page-up': by(-half), 'half-page-down': by(half),
		'home': to(0), 'end': to(length - 1), 'top': to(0), 'bottom': to(length - 1),
	};
}

/** Handlers of the keys that bring the columns of a table on screen that have no room, where there are some; `skipped` of them are passed over now. */
export function skipHandlers({hasLeft, hasRight}: Pick<TableLayout, 'hasLeft' | 'hasRight'>, skipped: number, skip: (columns: number) => void): Handlers {
	return {
		...(hasLeft && {
			left() {
				skip(skipped - 1);
			},
		}),
		...(hasRight && {
			right() {
				skip(skipped + 1);
			},
		}),
	};
}

/** `12/340`, or nothing when everything is on screen anyway. */
export function scrollNote({index}: Scroll, length: number, height: number): string {
	return length > height ? `${index + 1}/${length}` : '';
}
