import {Untrusted} from '../../text/untrusted.js';
import type {Services} from '../pane.js';

/** Asks for what is to be said of a place; nothing typed is no note. */
export function askForNote(note: Untrusted | undefined, services: Pick<Services, 'ask'>, take: (note: Untrusted | undefined) => void): void {
	services.ask({
		prompt: 'note: ',
		text: note === undefined ? '' : Buffer.from(note.bytes).toString(),
		submit(text) {
			const said = text.trim();
			take(said === '' ? undefined : Untrusted.from(said));
		},
	});
}
