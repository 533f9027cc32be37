import type {Presence} from '../memory/presence.js';
import {presenceText, sizeText} from './absence.js';

/** How much of some memory is missing, in bytes, and why: `4.3 MiB lazy: left on the source host; 8,192 bytes lost: cut off or missing`. */
export function amountsText(amounts: ReadonlyMap<Presence, bigint>): string {
	return [...amounts].map(([presence, size]) => `${sizeText(size)} ${presenceText(presence)}`).join('; ');
}

/** That some of a file, a queue or the like should be here and is not. */
export function lostContentText(name: string, lost: ReadonlyMap<Presence, bigint>): string {
	return `${name}: not all of it is here: ${amountsText(lost)}`;
}

/** That some memory should be here and is not. `whose` begins the sentence. */
export function lostMemoryText(whose: string, lost: ReadonlyMap<Presence, bigint>): string {
	return `${whose}: not all of its memory is here: ${amountsText(lost)}`;
}
