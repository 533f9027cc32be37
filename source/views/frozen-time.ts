import {attempt} from '../archive/attempt.js';
import type {Container} from '../checkpoint/container.js';

export type FrozenTime = {
	/** Milliseconds since 1970. */
	readonly time: number;
	/** Whether the engine wrote it down. Else it is the time of the images' files, which says otherwise where they were copied. */
	readonly isRecorded: boolean;
};

/**
When the container was frozen, as far as anything says it.

@throws {PendingError}
*/
export function frozenTime(container: Container): FrozenTime | undefined {
	const recorded = attempt(() => container.checkpointed);
	if (recorded.state === 'ready' && recorded.value !== undefined) {
		return {time: recorded.value, isRecorded: true};
	}

	return container.written === undefined ? undefined : {time: container.written, isRecorded: false};
}
