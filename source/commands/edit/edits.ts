import type {Edit} from '../../forensics/edit/edit.js';
import {parseHexBytes} from '../../search/hex-bytes.js';
import {PatternError} from '../../search/pattern-error.js';
import {Untrusted} from '../../text/untrusted.js';
import {UsageError} from '../command.js';
import {addressOf} from '../area.js';

export type GivenEdits = Readonly<Record<'at' | 'bytes' | 'text', readonly string[]>>;

const top = 1n << 64n;

/**
What was asked to be changed in a process.

@throws {UsageError} when it makes no sense
*/
export function editsOf(pid: number, {at, bytes, text}: GivenEdits): Edit[] {
	const contents = [...bytes.map(typed => bytesOf(typed)), ...text.map(typed => textBytes(typed))];
	if (at.length === 0 || contents.length !== at.length || (bytes.length > 0 && text.length > 0)) {
		throw new UsageError('edit takes --bytes, or --text, once for each --at');
	}

	return at.map((typed, index) => {
		const content = contents[index]!;
		const address = addressOf(typed);
		if (address === undefined || address + BigInt(content.length) > top) {
			throw new UsageError(`--at takes an address in hexadecimal, not ${shown(typed)}`);
		}

		return {pid, address, bytes: content};
	});
}

function bytesOf(typed: string): Uint8Array {
	try {
		const {value, mask} = parseHexBytes(typed);
		if (mask.every(bits => bits === 0xFF)) {
			return value;
		}
	} catch (error) {
		if (!(error instanceof PatternError)) {
			throw error;
		}
	}

	throw new UsageError(`--bytes takes bytes in hexadecimal, such as '48 8b 05', not ${shown(typed)}`);
}

function textBytes(typed: string): Uint8Array {
	if (typed === '') {
		throw new UsageError('--text takes at least one character');
	}

	return Buffer.from(typed);
}

function shown(text: string): string {
	return Untrusted.from(text).toString();
}
