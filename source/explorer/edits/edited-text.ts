import {counted} from '../../checkpoint/compose.js';
import type {Edits} from './edits.js';

type Seen = {
	/** The process that is looked at. */
	readonly pid: number;
	readonly isTyping: boolean;
	readonly isSaved: boolean;
};

/** How much was typed over, seen from one process: as much of `  typing  3 bytes edited, not saved` as fits into `room` cells. */
export function editedText({bySource, count}: Edits, {pid, isTyping, isSaved}: Seen, room: number): string {
	const here = bySource.values().flatMap(bytes => bytes.values()).reduce((sum, byte) => sum + (byte.pid === pid ? 1 : 0), 0);
	const size = here === 0 ? count : here;
	const edited = count === 0 ? '' : `  ${counted(size, 'byte')} edited${here === 0 ? ' in other processes' : ''}, ${isSaved ? 'saved' : 'not saved'}`;
	const brief = count === 0 ? '' : `  ${size} edited, ${isSaved ? 'saved' : 'unsaved'}`;
	const typing = isTyping ? '  typing' : '';
	const forms = [typing + edited, typing + brief, brief === '' ? typing : brief];
	return forms.find(({length}) => length <= room) ?? forms.at(-1)!;
}
