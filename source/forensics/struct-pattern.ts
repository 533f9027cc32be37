import type {ByteOrder} from '../criu/cursor.js';
import type {BytesPattern} from '../search/pattern.js';

/** A number in a structure, of which the bits of `mask` are known. */
export type Field = {
	/** Bytes from the start. */
	readonly offset: number;
	/** Bytes. */
	readonly size: 4 | 8;
	readonly value: bigint;
	readonly mask: bigint;
};

/** A pattern for a structure of so many bytes, by what is known of its numbers. */
export function structPattern(size: number, fields: readonly Field[], order: ByteOrder): BytesPattern {
	const [value, mask] = [new Uint8Array(size), new Uint8Array(size)];
	for (const field of fields) {
		for (let index = 0; index < field.size; index++) {
			const place = field.offset + (order === 'little' ? index : field.size - 1 - index);
			const shift = BigInt(8 * index);
			value[place] = Number(field.value >> shift & 0xFFn);
			mask[place] = Number(field.mask >> shift & 0xFFn);
		}
	}

	return {kind: 'bytes', value, mask, choices: []};
}

/** A pointer of 64 bits: user space ends far below. */
export function pointerField(offset: number): Field {
	return {offset, size: 8, value: 0n, mask: 0xFFFF_0000_0000_0000n};
}

/** A number of 64 bits of which only the lower half is used. */
export function smallField(offset: number): Field {
	return {offset, size: 8, value: 0n, mask: 0xFFFF_FFFF_0000_0000n};
}
