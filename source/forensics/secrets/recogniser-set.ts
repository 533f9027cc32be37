import {bytesSet} from '../../search/pattern-set.js';
import type {BytesPattern, Pattern} from '../../search/pattern.js';
import type {Recognised, Recogniser} from './recogniser.js';

/** Bytes in memory, and what stands on each side of them. */
type Around = {readonly before: Uint8Array; readonly match: Uint8Array; readonly after: Uint8Array};

/** A secret beside a sign: `start` bytes from where the sign begins, or before it where that is negative. */
export type RecognisedBytes = Omit<Recognised, 'end'> & {
	/** Bytes. */
	readonly length: number;
	readonly isWide: boolean;
};

/** Several recognisers as one search, for their texts as ASCII and as UTF-16LE. */
export type RecogniserSet = {
	/** What to search for. */
	readonly pattern: Pattern;
	/** The secrets beside a match; `surroundings` reads so many bytes on each side of it. */
	secretsAt(surroundings: (context: number) => Around): RecognisedBytes[];
};

/**
Puts recognisers together.

@throws {PatternError} when they have too many signs
*/
export function recogniserSet(recognisers: readonly Recogniser[]): RecogniserSet {
	const signs = recognisers.flatMap(recogniser => recogniser.signs.flatMap(sign => [{recogniser, sign, isWide: false}, {recogniser, sign: widened(sign), isWide: true}]));
	const set = bytesSet(signs.map(({sign}) => sign));
	return {
		pattern: set.pattern,
		secretsAt(surroundings) {
			const {match} = surroundings(0);
			const index = set.which(Buffer.from(match), 0, match.length);
			if (index === undefined) {
				return [];
			}

			const {recogniser, isWide} = signs[index]!;
			const size = isWide ? 2 : 1;
			const {before, match: sign, after} = surroundings(recogniser.reach * size);
			const text = textOf(before.subarray(before.length % size), size) + textOf(Buffer.concat([sign, after]), size);
			const at = Math.floor(before.length / size);
			return recogniser.recognise(text, at).map(({start, end, ...what}) => ({...what, start: (start - at) * size, length: (end - start) * size, isWide}));
		},
	};
}

function widened({value, mask}: BytesPattern): BytesPattern {
	const wide = (bytes: Uint8Array, high: number) => Uint8Array.from({length: 2 * bytes.length}, (_, index) => index % 2 === 0 ? bytes[index / 2]! : high);
	return {kind: 'bytes', value: wide(value, 0), mask: wide(mask, 0xFF), choices: []};
}

/** A character for each byte; of UTF-16 for each two, where what no byte holds is as good as an end. */
function textOf(bytes: Uint8Array, size: number): string {
	return (size === 1 ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) : narrowed(bytes)).toString('latin1');
}

function narrowed(bytes: Uint8Array): Buffer {
	const characters = Buffer.alloc(Math.floor(bytes.length / 2));
	for (let index = 0; index < characters.length; index++) {
		characters[index] = bytes[2 * index + 1] === 0 ? bytes[2 * index]! : 0;
	}

	return characters;
}
