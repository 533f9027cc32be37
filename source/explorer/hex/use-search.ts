import {useEffect, useMemo, useReducer, useRef, useState} from 'react';
import type {ByteSpace} from '../../memory/memory.js';
import {isLost} from '../../memory/presence.js';
import {compilePattern} from '../../search/pattern.js';
import type {EarlyPrompt} from '../components/early-prompt.js';
import {editing, type TextField} from '../components/text-field.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {stepToMatch} from './match-step.js';
import {vmaAt} from './regions.js';
import {SearchHistory} from './search-history.js';
import {searchOf, searchOfEarly, searchReducer, type Query} from './search-state.js';
import {SearchSession, type SearchRange} from './search-session.js';

export type SearchOptions = {
	/** What was typed before the memory was there, and where to search from; looked at once. */
	readonly early: (EarlyPrompt & {readonly origin: bigint}) | undefined;
	readonly memory: ByteSpace;
	readonly cursor: bigint;
	/** Address of the first row on screen. */
	readonly top: bigint;
	readonly isActive: boolean;
	/** More of the memory may still arrive; when it has, `revision` is another. */
	readonly isArriving: boolean;
	readonly revision: number;
	readonly services: Services;
	/** Under which the search outlives the pane. */
	readonly keptAs: string;
	/** Moves the cursor; with `top`, shows just what was shown when that was the first row. */
	go(address: bigint, top?: bigint): void;
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
	/** Bytes of what is searched that the dump should have and has not. */
	readonly lost: bigint;
	open(): void;
	next(): void;
	previous(): void;
	/** Ends the search and its highlights; returns false when there was none. */
	close(): boolean;
};

// Under which the last search of any process is repeated.
const memoryKey = 'hex search';

/** Lets the search of a process, by its pid, or of a content, when it is drawn next, be this one; it is given up with the place that is gone to. */
export function bringSearch(memory: Map<string, unknown>, of: number | string, {text, mode, origin}: Pick<Query, 'text' | 'mode' | 'origin'>): void {
	memory.set(keptKey(of), {text, mode, scope: 'process', origin, direction: 1, isBrought: true} satisfies Query);
}

/** Under which the search of a process, by its pid, or of a content outlives its pane. */
export function keptKey(of: number | string): string {
	return `hex search of ${of}`;
}

/** Searches as one types: every change ends the search that runs and starts another one from where the first began. */
export function useSearch(options: SearchOptions): Search {
	const {memory, cursor, isActive, isArriving, revision, services, keptAs} = options;
	const latest = useRef(options);
	latest.current = options;
	const [, redraw] = useReducer((count: number) => count + 1, 0);
	const last = services.memory.get(memoryKey) as Query | undefined;
	const [early] = useState(options.early);
	const [{isTyping, field, query}, dispatch] = useReducer(searchReducer, undefined, () => early ? searchOfEarly(early, last?.mode ?? 'text') : searchOf(services.memory.get(keptAs) as Query | undefined));
	const isKept = useRef(early === undefined && query !== undefined);
	// Where to go when there is no match, until one is found.
	const follow = useRef<bigint | undefined>(undefined);
	// Where the cursor was put last: whoever has moved it since is not taken elsewhere.
	const placed = useRef<bigint | undefined>(undefined);
	const firstTop = useRef<bigint | undefined>(early && options.top);
	const waiting = useRef<1 | -1 | undefined>(undefined);
	const history = SearchHistory.of(services.memory);
	const go = (address: bigint, top?: bigint) => {
		placed.current = address;
		latest.current.go(address, top);
	};

	const asked = useRef(query);
	asked.current = query;
	const [session] = useState(() => new SearchSession(memory, () => {
		const {first, progress} = session;
		const target = first ?? (progress.done ? follow.current : undefined);
		if (target !== undefined && follow.current !== undefined) {
			const isUnmoved = [placed.current, follow.current].includes(latest.current.cursor);
			follow.current = first === undefined && session.isPartial ? follow.current : undefined;
			if (isUnmoved) {
				go(target);
			}
		}

		if (waiting.current !== undefined) {
			stepBy(waiting.current);
		}

		redraw();
	}));
	const compiled = query === undefined || query.text === '' ? undefined : compilePattern(query.text, query.mode);

	useEffect(() => {
		session.clear();
		const pattern = query === undefined || query.text === '' ? undefined : compilePattern(query.text, query.mode).pattern;
		if (query !== undefined && pattern !== undefined) {
			services.memory.set(memoryKey, query);
			// Whoever comes back to a search is where they left it.
			follow.current = waiting.current === undefined && !isKept.current ? query.origin : undefined;
			session.start({pattern, from: query.origin, range: rangeOf(memory, query), keep: query.direction === 1 ? 'first' : 'last', isPartial: latest.current.isArriving});
		} else if (query !== undefined) {
			go(query.origin);
		}

		isKept.current = false;
		redraw();
	}, [session, query, memory, services]);
	const accepted = isTyping ? undefined : query;
	useEffect(() => {
		if (early && accepted) {
			history.add(accepted);
		}
		// Only what was accepted before this was there.
		// eslint-disable-next-line react-hooks/exhaustive-deps
	}, []);
	useEffect(() => {
		services.memory.set(keptAs, isTyping ? undefined : query);
	}, [services, keptAs, isTyping, query]);
	const {done} = session.progress;
	useEffect(() => {
		session.refresh(isArriving);
	}, [session, revision, isArriving, done]);
	useEffect(() => () => {
		session.clear();
	}, [session]);

	// Counted once the search is over: it takes a look at every mapping.
	const lost = useMemo(() => done && query !== undefined ? lostIn(memory, rangeOf(memory, query)) : 0n, [done, memory, query]);

	const {handlers, onText} = editing(change => {
		dispatch({type: 'edit', edit: change});
	});
	const close = () => {
		const wasOpen = query !== undefined;
		follow.current = undefined;
		waiting.current = undefined;
		session.clear();
		dispatch({type: 'close'});
		return wasOpen;
	};

	const recall = (by: 1 | -1) => () => {
		const searched = query && history.take(by, query);
		if (searched) {
			dispatch({type: 'recall', searched});
		}
	};

	useActions(['search', 'input'], {
		...handlers,
		submit() {
			if (compiled?.error !== undefined) {
				services.say(compiled.error, 'danger');
			} else if (compiled === undefined) {
				close();
			} else {
				history.add(query!);
				dispatch({type: 'accept'});
				latest.current.onAccept(query!.origin);
			}
		},
		cancel() {
			go(query!.origin, firstTop.current);
			close();
		},
		'older-search': recall(-1),
		'newer-search': recall(1),
		'search-mode'() {
			dispatch({type: 'next-mode'});
		},
		'search-scope'() {
			dispatch({type: 'toggle-scope'});
		},
	}, {isActive: isActive && isTyping, level: 'prompt', modal: true, onText});

	const repeat = (again: Query, direction: 1 | -1) => {
		waiting.current = direction;
		dispatch({type: 'repeat', query: {...again, origin: latest.current.cursor, direction}});
	};

	function stepBy(direction: 1 | -1): void {
		const {matches, progress, searched} = session;
		const to = stepToMatch(matches, {cursor: latest.current.cursor, origin: asked.current?.origin ?? 0n, searched, direction});
		waiting.current = undefined;
		if (to === 'unknown' && progress.done && asked.current) {
			// There are more matches than the list holds: those on this side of the cursor are looked for.
			repeat(asked.current, direction);
		} else if (to === 'unknown') {
			waiting.current = direction;
			services.say('still searching');
		} else if (to === 'none') {
			services.say('');
		} else {
			services.say(to.wrapped ? (direction === 1 ? 'wrapped to the first match' : 'wrapped to the last match') : '');
			go(to.address);
		}
	}

	const step = (direction: 1 | -1) => () => {
		follow.current = undefined;
		if (query !== undefined) {
			stepBy(direction);
		} else if (last === undefined) {
			services.say('nothing has been searched for yet');
		} else {
			repeat(last, direction);
		}
	};

	return {
		isTyping, field, query, session, lost,
		error: compiled?.error,
		open() {
			waiting.current = undefined;
			placed.current = undefined;
			firstTop.current = latest.current.top;
			history.open();
			dispatch({type: 'open', origin: cursor, mode: last?.mode ?? 'text'});
		},
		next: step(1),
		previous: step(-1),
		close,
	};
}

function lostIn(memory: ByteSpace, {start, end}: SearchRange): bigint {
	let size = 0n;
	for (const run of memory.runs(start, end)) {
		size += isLost(run.presence) ? run.end - run.start : 0n;
	}

	return size;
}

function rangeOf(memory: ByteSpace, {scope, origin}: Query): SearchRange {
	const region = scope === 'region' ? vmaAt(memory, origin) : undefined;
	return region ?? {start: 0n, end: 2n ** BigInt(memory.wordSize * 8)};
}
