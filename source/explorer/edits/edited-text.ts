import {counted} from '../../checkpoint/compose.js';
import type {Edits} from './edits.js';

/** How much was typed over, seen from one process: `3 bytes edited, not saved`. */
export function editedText({bySource, count}: Edits, pid: number, isSaved: boolean): string {
	const here = bySource.values().flatMap(bytes => bytes.values()).reduce((sum, byte) => sum + (byte.pid === pid ? 1 : 0), 0);
	const place = here === 0 ? ' in other processes' : '';
	return `${counted(here === 0 ? count : here, 'byte')} edited${place}, ${isSaved ? 'saved' : 'not saved'}`;
}
