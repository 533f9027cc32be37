import type {ByteSpace} from '../../memory/memory.js';
import {hasContent} from '../../memory/presence.js';
import {Untrusted} from '../../text/untrusted.js';

/** The most bytes that are copied: what a terminal takes in one go. */
export const mostCopied = 32 * 1024;

/** The bytes of `[start, end)` as hexadecimal pairs (`??` where there is none) or as printable text. */
export function copyText(space: ByteSpace, {start, end}: {readonly start: bigint; readonly end: bigint}, column: 'hex' | 'text'): string {
	const bytes = new Uint8Array(Math.min(mostCopied, Number(end - start)));
	const runs = space.read(start, bytes);
	if (column === 'text') {
		return runs.filter(run => hasContent(run.presence)).map(run => new Untrusted(bytes.subarray(Number(run.start - start), Number(run.end - start))).toString()).join('');
	}

	const present = new Uint8Array(bytes.length);
	for (const run of runs) {
		present.fill(hasContent(run.presence) ? 1 : 0, Number(run.start - start), Number(run.end - start));
	}

	return Array.from(bytes, (byte, index) => present[index] === 1 ? byte.toString(16).padStart(2, '0') : '??').join(' ');
}
