import {widthOf} from '../../text/fit.js';
import {cellsOf} from './line-change.js';

/** What Ink measures text with in place of the package of this name, whose default export this is therefore: the same, but loaded in full only when there is text that needs it. */
export default function stringWidth(text: string, {countAnsiEscapeCodes = false}: {readonly countAnsiEscapeCodes?: boolean} = {}): number {
	return countAnsiEscapeCodes ? widthOf(text, {countAnsiEscapeCodes}) : cellsOf(text);
}
