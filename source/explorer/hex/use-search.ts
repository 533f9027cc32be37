import {useEffect, useReducer, useRef, useState} from 'react';
import type {AddressSpace} from '../../memory/memory.js';
import {compilePattern, patternModes, type PatternMode} from '../../search/pattern.js';
import {edit, editing, textField, type TextField, type TextFieldAction} from '../components/text-field.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {vmaAt} from './regions.js';
import {SearchSession, type SearchRange} from './search-session.js';

export type Scope = 'process' | 'region';

export type Query = {
	readonly text: string;
	readonly mode: PatternMode;
	readonly scope: Scope;
	/** Where the search began: the first match is looked for from here, and giving up returns here. */
	readonly origin: bigint;
};

type State = {
	readonly isTyping: boolean;
	readonly field: TextField;
	readonly query: Query | undefined;
};

type Action =
	| {readonly type: 'open'; readonly origin: bigint; readonly mode: PatternMode}
	| {readonly type: 'edit'; readonly edit: TextFieldAction}
	| {readonly type: 'next-mode' | 'toggle-scope' | 'accept' | 'close'}
	| {readonly type: 'repeat'; readonly query: Query};

export function searchReducer(state: State, action: Action): State {
	const {query} = state;
	switch (action.type) {
		case 'open': {
			return {isTyping: true, field: textField(), query: {text: '', mode: action.mode, scope: 'process', origin: action.origin}};
		}

		case 'edit': {
			const field = edit(state.field, action.edit);
			return query === undefined ? state : {...state, field, query: field.text === query.text ? query : {...query, text: field.text}};
		}

		case 'next-mode': {
			return query === undefined ? state : {...state, query: {...query, mode: patternModes[(patternModes.indexOf(query.mode) + 1) % patternModes.length]!}};
		}

		case 'toggle-scope': {
			return query === undefined ? state : {...state, query: {...query, scope: query.scope === 'process' ? 'region' : 'process'}};
		}

		case 'accept': {
			return {...state, isTyping: false};
		}

		case 'close': {
			return {isTyping: false, field: textField(), query: undefined};
		}

		case 'repeat': {
			return {isTyping: false, field: textField(action.query.text), query: action.query};
		}
	}
}

export const searchIdle: State = {isTyping: false, field: textField(), query: undefined};

export type SearchOptions = {
	readonly memory: AddressSpace;
	readonly cursor: bigint;
	readonly isActive: boolean;
	readonly services: Services;
	/** Moves the cursor. */
	go(address: bigint): void;
	/** Says that the search was accepted: the place it began at is worth remembering. */
	onAccept(origin: bigint): void;
};

export type Search = {
	readonly isTyping: boolean;
	readonly field: TextField;
	readonly query: Query | undefined;
	/** Why what was typed is no pattern (yet). */
	readonly error: string | undefined;
	readonly session: SearchSession;
	open(): void;
	next(): void;
	previous(): void;
	/** Ends the search and its highlights; returns false when there was none. */
	close(): boolean;
};

// Under which the last search outlives the pane.
const memoryKey = 'hex search';

/** Searches as one types: every change ends the search that runs and starts another one from where the first began. */
export function useSearch(options: SearchOptions): Search {
	const {memory, cursor, isActive, services} = options;
	const latest = useRef(options);
	latest.current = options;
	const [, redraw] = useReducer((count: number) => count + 1, 0);
	const [{isTyping, field, query}, dispatch] = useReducer(searchReducer, searchIdle);
	const follow = useRef<bigint | undefined>(undefined);
	const [session] = useState(() => new SearchSession(memory, () => {
		const {first, progress} = session;
		const target = first ?? (progress.done ? follow.current : undefined);
		if (target !== undefined && follow.current !== undefined) {
			follow.current = undefined;
			latest.current.go(target);
		}

		redraw();
	}));
	const last = services.memory.get(memoryKey) as Query | undefined;
	const compiled = query === undefined || query.text === '' ? undefined : compilePattern(query.text, query.mode);

	useEffect(() => {
		session.clear();
		const pattern = query === undefined || query.text === '' ? undefined : compilePattern(query.text, query.mode).pattern;
		if (query !== undefined && pattern !== undefined) {
			services.memory.set(memoryKey, query);
			follow.current = query.origin;
			session.start(pattern, query.origin, rangeOf(memory, query));
		} else if (query !== undefined) {
			latest.current.go(query.origin);
		}

		redraw();
	}, [session, query, memory, services]);
	useEffect(() => () => {
		session.clear();
	}, [session]);

	const {handlers, onText} = editing(change => {
		dispatch({type: 'edit', edit: change});
	});
	const close = () => {
		const wasOpen = query !== undefined;
		follow.current = undefined;
		session.clear();
		dispatch({type: 'close'});
		return wasOpen;
	};

	useActions(['search', 'input'], {
		...handlers,
		submit() {
			if (compiled?.error !== undefined) {
				services.say(compiled.error, 'danger');
			} else if (compiled === undefined) {
				close();
			} else {
				dispatch({type: 'accept'});
				latest.current.onAccept(query!.origin);
			}
		},
		cancel() {
			latest.current.go(query!.origin);
			close();
		},
		'search-mode'() {
			dispatch({type: 'next-mode'});
		},
		'search-scope'() {
			dispatch({type: 'toggle-scope'});
		},
	}, {isActive: isActive && isTyping, level: 'prompt', modal: true, onText});

	const step = (direction: 1 | -1) => () => {
		if (query === undefined) {
			if (last === undefined) {
				services.say('nothing has been searched for yet');
			} else {
				dispatch({type: 'repeat', query: {...last, origin: cursor}});
			}

			return;
		}

		follow.current = undefined;
		const {matches, progress} = session;
		const index = direction === 1 ? matches.next(cursor) : matches.previous(cursor);
		if (index !== -1) {
			services.say('');
			latest.current.go(matches.at(index)!.address);
		} else if (!progress.done) {
			services.say('still searching');
		} else if (matches.count > 0) {
			services.say(direction === 1 ? 'wrapped to the first match' : 'wrapped to the last match');
			latest.current.go(matches.at(direction === 1 ? 0 : matches.count - 1)!.address);
		}
	};

	return {
		isTyping, field, query, session,
		error: compiled?.error,
		open() {
			dispatch({type: 'open', origin: cursor, mode: last?.mode ?? 'text'});
		},
		next: step(1),
		previous: step(-1),
		close,
	};
}

function rangeOf(memory: AddressSpace, {scope, origin}: Query): SearchRange {
	const region = scope === 'region' ? vmaAt(memory, origin) : undefined;
	return region ?? {start: 0n, end: 2n ** BigInt(memory.wordSize * 8)};
}
