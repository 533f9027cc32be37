import {useEffect, useState} from 'react';
import {InputError, PendingError} from '../../archive/byte-source.js';
import type {Process} from '../../checkpoint/process.js';
import type {MemoryAnswer, MemoryView} from '../../views/view.js';

/** What is known of an answer that takes a walk through memory. */
export type AnswerState<Row> =
	/** Part of the memory that was looked at, 0 to 1. */
	| {readonly state: 'looking'; readonly part: number}
	| {readonly state: 'ready'; readonly answer: MemoryAnswer<Row>}
	| {readonly state: 'pending'; readonly error: PendingError}
	| {readonly state: 'failed'; readonly error: InputError};

type Options = {
	/** What a pane keeps while it is not on screen. */
	readonly memory: Map<string, unknown>;
	/** Under which the answer is kept. */
	readonly key: string;
	/** Changes when more of the archive is there. */
	readonly revision: number;
};

const nothing = {state: 'looking', part: 0} as const;

/** Asks a view about a process, once; an answer that is not there yet is asked for again when there is more of the archive. Whoever leaves ends the walk. */
export function useMemoryAnswer<Row>(view: MemoryView<Row>, process: Process | undefined, {memory, key, revision}: Options): AnswerState<Row> {
	const [state, setState] = useState<AnswerState<Row>>(() => (memory.get(key) as AnswerState<Row> | undefined) ?? nothing);
	const isOver = state.state === 'ready' || state.state === 'failed';
	// What waits, waits for a new revision; what runs goes on.
	const attempt = state.state === 'pending' ? revision : 0;
	useEffect(() => {
		if (process === undefined || isOver) {
			return undefined;
		}

		const stop = new AbortController();
		void look(view, process, stop.signal, next => {
			if (stop.signal.aborted) {
				return;
			}

			memory.set(key, next.state === 'ready' || next.state === 'failed' ? next : undefined);
			setState(next);
		});
		return () => {
			stop.abort();
		};
	}, [view, process, memory, key, isOver, attempt]);
	return state;
}

async function look<Row>(view: MemoryView<Row>, process: Process, signal: AbortSignal, tell: (state: AnswerState<Row>) => void): Promise<void> {
	try {
		const steps = view.look(process, signal);
		let step = await steps.next();
		for (; step.done !== true; step = await steps.next()) {
			const {passed, total} = step.value;
			tell({state: 'looking', part: total === 0 ? 1 : passed / total});
		}

		tell({state: 'ready', answer: step.value});
	} catch (error) {
		if (error instanceof PendingError) {
			tell({state: 'pending', error});
		} else if (error instanceof InputError) {
			tell({state: 'failed', error});
		} else {
			throw error;
		}
	}
}
