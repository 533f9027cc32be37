import {type Archive} from '../archive/archive.js';
import {type ByteSource, PendingError, readExactly} from '../archive/byte-source.js';
import {Untrusted} from '../text/untrusted.js';
import type {DumpLog} from './container.js';

// Version and host stand at the start, the outcome at the end; a log may be of any size.
const window = 256 * 1024;
const maxErrors = 5;

// `(00.005816) Version: 4.2.1 (gitid 0)`; CRIU prints seconds and microseconds since its start.
const line = /^\(\s*\d+\.\d+\) (?<message>[^\n]*)$/gmv;

/**
Reads CRIU's log at `key` of the archive: its first and last part only. Undefined when there is none.

@throws {PendingError} while it is being decompressed
@throws {InputError} when it can't be read
*/
export function readDumpLog(archive: Archive, key: string): DumpLog | undefined {
	const member = archive.get(key);
	if (member?.source === undefined) {
		return undefined;
	}

	const {source} = member;
	if (!source.settled) {
		throw new PendingError(member.name.toString());
	}

	const start = read(source, key, 0);
	const end = source.available <= window ? start : read(source, key, source.available - window);
	return parseDumpLog(start, end);
}

/** What the log says whose first and last part these are, one character a byte. */
export function parseDumpLog(start: string, end: string): DumpLog {
	let version: Untrusted | undefined;
	let host: Untrusted | undefined;
	for (const message of messages(start)) {
		version ??= after(message, 'Version: ');
		host ??= after(message, 'Running on ');
		if (version !== undefined && host !== undefined) {
			break;
		}
	}

	const errors: Untrusted[] = [];
	let outcome: DumpLog['outcome'];
	for (const message of messages(end)) {
		if (/^(?:Pre-d|D)umping finished successfully/v.test(message)) {
			outcome = 'succeeded';
		} else if (/^Error .*umping FAILED/v.test(message)) {
			outcome = 'failed';
		} else if (message.startsWith('Error ')) {
			errors.push(fromLatin1(message));
		}
	}

	return {version, host, errors: errors.slice(-maxErrors), outcome};
}

function read(source: ByteSource, name: string, position: number): string {
	const bytes = readExactly(source, name, position, Math.min(window, source.available - position));
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function * messages(text: string): Generator<string> {
	for (const match of text.matchAll(line)) {
		yield match.groups!.message!;
	}
}

function after(message: string, prefix: string): Untrusted | undefined {
	return message.startsWith(prefix) ? fromLatin1(message.slice(prefix.length)) : undefined;
}

function fromLatin1(text: string): Untrusted {
	return new Untrusted(Buffer.from(text, 'latin1'));
}
