import {createHash} from 'node:crypto';
import {codePoints, isPlain} from '../../text/printable.js';
import type {Untrusted} from '../../text/untrusted.js';

// What file systems take, in bytes.
const longestName = 255;
const longestPath = 2048;

// Room for `%~`, and for another number behind that, where a name is cut or taken.
const keptOfName = 200;

/**
A path of a checkpoint as one within a folder that a file system and a terminal can hold: no part of it is `.` or `..` or empty, none is too long, and whatever would not show as it is stands as its bytes, `%XX` each, as does `%` itself. What is too long is cut, with the start of its SHA-256 behind `%~`.
*/
export function safePath(path: Untrusted): string {
	const parts = partsOf(path.bytes).map(part => safeName(part));
	const whole = parts.length === 0 ? '%' : parts.join('/');
	return Buffer.byteLength(whole) <= longestPath ? whole : `%~${digest(path.bytes)}`;
}

/** A path that others have taken. */
export function numbered(path: string, number: number): string {
	return `${path}%~${number}`;
}

function partsOf(bytes: Uint8Array): Uint8Array[] {
	const parts: Uint8Array[] = [];
	for (let start = 0; start < bytes.length;) {
		const slash = bytes.indexOf(0x2f, start);
		const end = slash === -1 ? bytes.length : slash;
		if (end > start && !(end === start + 1 && bytes[start] === 0x2e)) {
			parts.push(bytes.subarray(start, end));
		}

		start = end + 1;
	}

	return parts;
}

function safeName(bytes: Uint8Array): string {
	const name = isTwoDots(bytes) ? '%2E%2E' : isPlain(bytes) ? Buffer.from(bytes).toString().replaceAll('%', '%25') : escaped(bytes);
	return Buffer.byteLength(name) <= longestName ? name : `${startOf(name)}%~${digest(bytes)}`;
}

function isTwoDots(bytes: Uint8Array): boolean {
	return bytes.length === 2 && bytes[0] === 0x2e && bytes[1] === 0x2e;
}

function escaped(bytes: Uint8Array): string {
	let name = '';
	for (const piece of codePoints(bytes)) {
		const its = typeof piece === 'number' ? Uint8Array.of(piece) : Buffer.from(piece);
		name += piece !== '%' && isPlain(its) ? Buffer.from(its).toString() : [...its].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
	}

	return name;
}

// Whole characters, and whole escapes.
function startOf(name: string): string {
	let kept = '';
	let size = 0;
	for (const [piece] of name.matchAll(/%[\dA-F]{2}|./gsv)) {
		size += Buffer.byteLength(piece);
		if (size > keptOfName) {
			break;
		}

		kept += piece;
	}

	return kept;
}

function digest(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
