import {useEffect, useMemo, useState} from 'react';
import {InputError} from '../../archive/byte-source.js';
import {newestFirst, type NodeCheckpoint} from '../../checkpoint/node-checkpoints.js';

type Learned = Pick<NodeCheckpoint, 'summary'> | Required<Pick<NodeCheckpoint, 'problem'>>;

// Milliseconds between two drawings of what has been learned.
const drawn = 100;

/** The checkpoints with what they say of themselves, read one after the other while the list is on screen; the newest first. */
export function useLoaded(checkpoints: readonly NodeCheckpoint[]): readonly NodeCheckpoint[] {
	const [learned, setLearned] = useState<ReadonlyMap<string, Learned>>(new Map());
	useEffect(() => {
		const stop = new AbortController();
		const load = async () => {
			const found = new Map<string, Learned>();
			let last = performance.now();
			for (const checkpoint of checkpoints) {
				found.set(checkpoint.path, await learn(checkpoint));
				if (stop.signal.aborted) {
					return;
				}

				if (performance.now() - last > drawn) {
					last = performance.now();
					setLearned(new Map(found));
				}
			}

			setLearned(found);
		};

		void load();
		return () => {
			stop.abort();
		};
	}, [checkpoints]);
	return useMemo(() => newestFirst(checkpoints.map(checkpoint => ({...checkpoint, ...learned.get(checkpoint.path)}))), [checkpoints, learned]);
}

async function learn(checkpoint: NodeCheckpoint): Promise<Learned> {
	try {
		return {summary: await checkpoint.load()};
	} catch (error) {
		if (error instanceof InputError) {
			return {problem: error};
		}

		throw error;
	}
}
