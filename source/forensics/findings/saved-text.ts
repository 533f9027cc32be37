import {readExactly} from '../../archive/byte-source.js';
import type {SavedFile} from '../../checkpoint/saved-files/saved-file.js';
import {Untrusted} from '../../text/untrusted.js';

const most = 1024 * 1024;

/**
The lines of a file that was saved, one character a byte; of one that is very long, those of its beginning.

@throws {InputError} when it can't be read
*/
export function savedLines({path, member}: SavedFile): string[] {
	const source = member?.source;
	return source === undefined ? [] : Buffer.from(readExactly(source, path.toString(), 0, Math.min(source.size, most))).toString('latin1').split('\n');
}

/** A line as it was. */
export function lineText(line: string): Untrusted {
	return new Untrusted(Buffer.from(line, 'latin1'));
}
