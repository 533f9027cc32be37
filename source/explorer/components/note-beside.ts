import {fit, widthOf} from '../../text/fit.js';

/** Of `notes`, which say the same ever shorter, the first that there is room for beside a text of `needed` cells in a line of `width`; where none is, as much of the last as fits. The text goes first, but half of the line is left to the note. */
export function noteBeside(needed: number, notes: readonly string[], width: number, ellipsis: string): string {
	const room = Math.max(width - needed, Math.floor(width / 2));
	return notes.find(note => widthOf(note) <= room) ?? fit(notes.at(-1) ?? '', room, ellipsis);
}
