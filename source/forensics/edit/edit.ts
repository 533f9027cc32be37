import type {Member} from '../../archive/archive.js';
import {InputError, type ByteSource} from '../../archive/byte-source.js';

/** What is to be in the memory of a process. */
export type Edit = {readonly pid: number; readonly address: bigint; readonly bytes: Uint8Array};

/** An address of a process. */
export type Place = {readonly pid: number; readonly address: bigint};

/** A part of an edit that stands in one piece in a file of the archive. */
export type Patch = Place & {
	/** Where the memory reads it: the pages as they are mapped. */
	readonly source: ByteSource;
	readonly position: number;
	/** They are of an object that processes and descriptors can share. */
	readonly isShared: boolean;
	/** The file of the archive that holds the bytes, and where in it they begin. */
	readonly file: Member & {readonly source: ByteSource};
	readonly offset: number;
	/** Where they begin in the plain tar; undefined in a directory. */
	readonly tarOffset: number | undefined;
	readonly before: Uint8Array;
	readonly after: Uint8Array;
};

/** A complaint about an address that can't be edited. */
export function refusal({pid, address}: Place, reason: string): InputError {
	return new InputError(`pid ${pid}, 0x${address.toString(16)}`, reason);
}
