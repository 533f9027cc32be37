import {useLayoutEffect, useReducer, useState} from 'react';
import {edit, textField, type TextField} from './text-field.js';
import type {Filter} from './use-filter.js';

/** What is asked of a pane that has nothing to search yet. */
export type EarlyPrompt = {
	readonly field: TextField;
	readonly isTyping: boolean;
};

/** Who is asked: a tab by its id, and the process it is about; undefined for the container, and until there is a process. */
export type Asked = {
	readonly tab: string;
	readonly pid: number | undefined;
	/** It can be told where to go as well. */
	readonly goes?: boolean;
};

/** The line in which it is told where to go. */
export function askedToGo({tab, pid}: Asked): Asked {
	return {tab: `${tab}, where to go`, pid};
}

type Kept = EarlyPrompt & {readonly pid: number | undefined};

const nothing: EarlyPrompt = {field: textField(), isTyping: false};

/** Takes over what was asked before there was anything to search. */
export function useEarlyPrompt(memory: Map<string, unknown>, {tab, pid}: Asked): EarlyPrompt | undefined {
	const [early] = useState(() => promptOf(memory, {tab, pid}));
	useLayoutEffect(() => {
		memory.delete(keyOf(tab));
	}, [memory, tab]);
	return early;
}

/** Lets what is asked begin with its prompt, when it is drawn. */
export function askFirst(memory: Map<string, unknown>, {tab, pid}: Asked): void {
	memory.set(keyOf(tab), {field: textField(), isTyping: true, pid} satisfies Kept);
}

/** A filter of what is not there yet: it is kept for whatever takes its place, another one of these or what was waited for. */
export function useEarlyFilter(memory: Map<string, unknown>, asked: Asked): Filter {
	const [, redraw] = useReducer((count: number) => count + 1, 0);
	// Kept at once, not when it is drawn: the pane may be another one by then.
	const change = (next: Partial<EarlyPrompt>) => {
		const prompt = {...promptOf(memory, asked) ?? nothing, ...next};
		if (isShown(prompt)) {
			memory.set(keyOf(asked.tab), {...prompt, pid: asked.pid} satisfies Kept);
		} else {
			memory.delete(keyOf(asked.tab));
		}

		redraw();
	};

	const prompt = promptOf(memory, asked) ?? nothing;
	return {
		...prompt,
		isShown: isShown(prompt),
		edit(action) {
			change({field: edit((promptOf(memory, asked) ?? nothing).field, action)});
		},
		start() {
			change({isTyping: true});
		},
		stop() {
			change({isTyping: false});
		},
		clear() {
			change(nothing);
		},
	};
}

function promptOf(memory: Map<string, unknown>, {tab, pid}: Asked): EarlyPrompt | undefined {
	const kept = memory.get(keyOf(tab)) as Kept | undefined;
	// Who asked before there was a process, asked the first that came.
	return kept === undefined || (kept.pid !== undefined && kept.pid !== pid) ? undefined : {field: kept.field, isTyping: kept.isTyping};
}

function isShown({field, isTyping}: EarlyPrompt): boolean {
	return isTyping || field.text !== '';
}

function keyOf(tab: string): string {
	return `early prompt of ${tab}`;
}
