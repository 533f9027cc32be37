import {useLayoutEffect} from 'react';
import type {PaneProps} from '../pane.js';

/** Goes to a target once, though the pane may be taken off the screen and come back, and before the next key is heard, which counts from there. `key` is what the target is kept under in the services' memory. */
export function useTarget({target, memory}: {readonly target: PaneProps['target']; readonly memory: Map<string, unknown>}, key: string, go: (address: bigint) => void): void {
	useLayoutEffect(() => {
		if (target === undefined || memory.get(key) === target) {
			return;
		}

		memory.set(key, target);
		go(target.address);
		// The same target must not be gone to again because the screen changed.
		// eslint-disable-next-line react-hooks/exhaustive-deps
	}, [target]);
}
