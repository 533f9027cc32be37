import {useCallback, useEffect, useRef} from 'react';
import {attempt} from '../../archive/attempt.js';
import {InputError, PendingError} from '../../archive/byte-source.js';
import type {Content} from '../../checkpoint/contents/content.js';
import {viewContents, type ViewedContent} from '../content/viewed-content.js';
import type {Services} from '../pane.js';
import {contentWritable} from '../writing/content-writable.js';

/** Whether the pane that asks is on screen still. */
export function useIsShown(): () => boolean {
	const isShown = useRef(true);
	useEffect(() => {
		isShown.current = true;
		return () => {
			isShown.current = false;
		};
	}, []);
	return useCallback(() => isShown.current, []);
}

type AskContents = () => readonly Content[] | undefined;

/** Who asks for contents; `prepare` does what has to be done first where they are pending. */
type Asking = {
	readonly services: Services;
	readonly prepare?: (() => Promise<void>) | undefined;
	readonly isShown?: () => boolean;
	/** Where in them to go. */
	readonly offset?: bigint | undefined;
};

/** Views what a row stands for, if there is something; leaving leads back to the row. */
export function openContents(contents: AskContents, asking: Asking): boolean {
	return withContents(contents, asking, content => {
		asking.services.visit({content, ...asking.offset !== undefined && {address: asking.offset}}, {andBack: true});
	});
}

/** Writes what a row stands for to a file. */
export function exportContents(contents: AskContents, asking: Asking): void {
	const isThere = withContents(contents, asking, content => {
		asking.services.offer(content.all.map(one => contentWritable(one)));
	});
	if (!isThere) {
		asking.services.say('there is nothing in it that could be written to a file');
	}
}

/** Does something with what a row stands for, perhaps later; returns false when there is nothing. */
function withContents(contents: AskContents, {services, prepare, isShown}: Asking, take: (content: ViewedContent) => void): boolean {
	const asked = attempt(() => viewContents(contents() ?? []));
	if (prepare !== undefined && asked.state === 'pending') {
		services.say('reading what was saved of the container\'s files');
		void takeLater();
		return true;
	}

	if (asked.state !== 'ready') {
		services.say(asked.error.message, 'danger');
		return true;
	}

	if (asked.value !== undefined) {
		take(asked.value);
	}

	return asked.value !== undefined;

	async function takeLater(): Promise<void> {
		try {
			await prepare!();
		} catch (error) {
			if (!(error instanceof PendingError || error instanceof InputError)) {
				throw error;
			}

			services.say(error.message, 'danger');
			return;
		}

		// Whoever has gone elsewhere is left there.
		if (isShown?.() !== true) {
			return;
		}

		services.say('');
		if (!withContents(contents, {services}, take)) {
			services.say('the checkpoint has nothing of this file');
		}
	}
}
