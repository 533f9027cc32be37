import {useEffect, useRef, useState} from 'react';
import type {Archive} from '../../archive/archive.js';
import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {percentDone} from '../components/complaint.js';

/** What is needed of a checkpoint until it is ready. */
export type Openable = Pick<Checkpoint, 'whenReady' | 'close'> & {readonly archive: Pick<Archive, 'onProgress' | 'progress'>};

type State =
	| {readonly kind: 'idle'}
	/** `percent` of a compressed file has been read. */
	| {readonly kind: 'opening'; readonly path: string; readonly percent?: number}
	| {readonly kind: 'failed'; readonly error: InputError};

export type Opening = {
	readonly state: State;
	readonly start: (path: string) => void;
	readonly giveUp: () => void;
};

/** Opens one checkpoint at a time and hands it to `onOpened` when it is ready: of two that are being opened, the one chosen last counts, and the other is closed. */
export function useOpening<Opened extends Openable>(open: (path: string) => Promise<Opened>, onOpened: (checkpoint: Opened) => void): Opening {
	const [state, setState] = useState<State>({kind: 'idle'});
	const last = useRef<AbortController>(undefined);
	const abort = () => {
		last.current?.abort();
	};

	useEffect(() => abort, []);

	const bring = async (path: string, controller: AbortController) => {
		const {signal} = controller;
		try {
			const checkpoint = await open(path);
			if (signal.aborted) {
				checkpoint.close();
				return;
			}

			const {archive} = checkpoint;
			const stop = archive.onProgress(() => {
				setState({kind: 'opening', path, percent: percentDone(archive)});
			});
			const giveUp = () => {
				stop();
				checkpoint.close();
			};

			signal.addEventListener('abort', giveUp);
			await checkpoint.whenReady();
			if (!signal.aborted) {
				signal.removeEventListener('abort', giveUp);
				stop();
				onOpened(checkpoint);
			}
		} catch (error) {
			if (!(error instanceof InputError)) {
				throw error;
			}

			if (!signal.aborted) {
				controller.abort();
				setState({kind: 'failed', error});
			}
		}
	};

	return {
		state,
		start(path) {
			if (state.kind === 'opening' && state.path === path) {
				return;
			}

			abort();
			last.current = new AbortController();
			setState({kind: 'opening', path});
			void bring(path, last.current);
		},
		giveUp() {
			abort();
			setState({kind: 'idle'});
		},
	};
}
