import type {AddressSpace} from './memory.js';
import {hasContent, type Run} from './presence.js';

/** The bytes of a range, and what of it is not there: zeros stand in its place. An untouched page is there: it held zeros. */
export type Bytes = {
	readonly bytes: Uint8Array;
	readonly missing: readonly Run[];
};

/** Reads `[start, end)`, for things of a known small size such as arguments; empty when `end` is not behind `start`. */
export function readBytes(space: AddressSpace, start: bigint, end: bigint): Bytes {
	const bytes = new Uint8Array(end > start ? Number(end - start) : 0);
	return {bytes, missing: space.read(start, bytes).filter(({presence}) => !hasContent(presence) && presence !== 'zero')};
}
