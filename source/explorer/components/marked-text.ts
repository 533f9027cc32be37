import type {Style} from '../theme.js';
import type {TitlePart} from './frame.js';

/** Characters `[start, end)` of a text. */
export type TextRange = {readonly start: number; readonly end: number};

/** A text of which a part stands out, as far as it is shown: `shown` is its start, perhaps with blanks or a sign that it was cut behind. */
export function markedText(shown: string, {start, end}: TextRange, style: Style): TitlePart[] {
	const to = Math.min(end, shown.trimEnd().length);
	return start >= to ? [{text: shown}] : [{text: shown.slice(0, start)}, {text: shown.slice(start, to), style}, {text: shown.slice(to)}].filter(({text}) => text !== '');
}
