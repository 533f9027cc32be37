import {useReducer} from 'react';

/** A reducer whose state outlives its component: it is kept in `memory` under `key`, and is there again when the component is. */
export function useKept<State, Action>(memory: Map<string, unknown>, key: string, reduce: (state: State, action: Action) => State, initial: State): readonly [State, (action: Action) => void] {
	return useReducer((state: State, action: Action) => {
		const next = reduce(state, action);
		memory.set(key, next);
		return next;
	}, undefined, () => {
		const start = (memory.get(key) as State | undefined) ?? initial;
		memory.set(key, start);
		return start;
	});
}
