import {useCallback, useEffect, useReducer} from 'react';
import type {HexLines} from './hex-lines.js';
import {hexReducer, hexStart, type HexAction, type HexState} from './hex-state.js';

type Kept = Pick<HexState, 'cursor' | 'top' | 'column'>;

type Change = {readonly action: HexAction; readonly lines: HexLines; readonly height: number};

/** The place in memory, kept in `memory` under `key` while the pane is not on screen. */
export function useHex(lines: HexLines, height: number, memory: Map<string, unknown>, key: string): readonly [HexState, (action: HexAction) => void] {
	const [stored, reduce] = useReducer(reduceFitted, undefined, () => {
		const kept = memory.get(key) as Kept | undefined;
		const start = hexStart(lines, height);
		return kept ? hexReducer({...start, ...kept}, {type: 'resize', height, lines}) : start;
	});
	const state = fitted(stored, lines, height);
	const dispatch = useCallback((action: HexAction) => {
		reduce({action, lines, height});
	}, [lines, height]);
	const {cursor, top, column} = state;
	useEffect(() => {
		memory.set(key, {cursor, top, column} satisfies Kept);
	}, [memory, key, cursor, top, column]);
	return [state, dispatch];
}

// Another size of the screen, or more of the archive.
function fitted(state: HexState, lines: HexLines, height: number): HexState {
	return state.lines === lines && state.height === height ? state : hexReducer(state, {type: 'resize', height, lines});
}

function reduceFitted(state: HexState, {action, lines, height}: Change): HexState {
	return hexReducer(fitted(state, lines, height), action);
}
