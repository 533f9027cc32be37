import {Untrusted} from '../text/untrusted.js';

/**
The key that a name is looked up by: one character a byte, without leading `./` or `/`, trailing `/`, and empty or `.` parts. `..` stays as it is, since nothing is ever looked up in the file system by it.
*/
export function memberKey(name: Uint8Array): string {
	const text = Buffer.from(name.buffer, name.byteOffset, name.length).toString('latin1');
	return text.split('/').filter(part => part !== '' && part !== '.').join('/');
}

// A complaint is one line.
const shownSize = 256;

/** The start of a name, printable. */
export function shownName({bytes}: Untrusted): string {
	return new Untrusted(bytes.subarray(0, shownSize)).toString() + (bytes.length > shownSize ? '...' : '');
}
