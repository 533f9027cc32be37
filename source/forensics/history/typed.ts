import {isUtf8} from 'node:buffer';
import type {Untrusted} from '../../text/untrusted.js';

// Whoever types may quote a tab, a line feed or an escape code.
const others = /[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F]/;

/** Whether bytes look like something that a person types. */
export function looksTyped(line: Untrusted): boolean {
	return line.length > 0 && isUtf8(line.bytes) && !others.test(line.toKey());
}
