import {StreamDamage} from './stream-damage.js';

// A match is at least this long (LZ4 block format); its length is stored less this.
const leastMatch = 4;
// The length in a token when more of it follows.
const longLength = 15;
// Shorter copies are made a byte at a time: a call costs more than they do.
const shortCopy = 16;

/**
Decompresses a bare block of LZ4, without a frame, that fills `target` exactly.

Such a block has no checksum: damage shows only where it breaks the format.

@throws {StreamDamage} when it breaks the format, or holds more or less than `target`; what is in `target` then means nothing
*/
export function unpackBlock(packed: Uint8Array, target: Uint8Array): void {
	const end = packed.length;
	let from = 0;
	let to = 0;
	for (;;) {
		if (from === end) {
			throw new StreamDamage('it ends behind a match', from);
		}

		const token = packed[from++]!;
		let literals = token >>> 4;
		if (literals === longLength) {
			let more = 255;
			while (more === 255) {
				if (from === end) {
					throw new StreamDamage('it ends in the length of its literals', from);
				}

				more = packed[from++]!;
				literals += more;
			}
		}

		if (literals > end - from) {
			throw new StreamDamage(`it ends within ${literals} literals`, from);
		}

		if (literals > target.length - to) {
			throw new StreamDamage(`it holds more than ${target.length} bytes`, from);
		}

		if (literals < shortCopy) {
			for (const stop = to + literals; to < stop;) {
				target[to++] = packed[from++]!;
			}
		} else {
			target.set(packed.subarray(from, from + literals), to);
			from += literals;
			to += literals;
		}

		if (from === end) {
			if (to < target.length) {
				throw new StreamDamage(`it holds ${to} bytes, not ${target.length}`, from);
			}

			return;
		}

		if (end - from < 2) {
			throw new StreamDamage('it ends in the distance of a match', from);
		}

		const distance = packed[from]! | packed[from + 1]! << 8;
		if (distance === 0 || distance > to) {
			throw new StreamDamage(`a match ${distance} bytes back, where ${to} are there`, from);
		}

		from += 2;
		let length = (token & longLength) + leastMatch;
		if (length === longLength + leastMatch) {
			let more = 255;
			while (more === 255) {
				if (from === end) {
					throw new StreamDamage('it ends in the length of a match', from);
				}

				more = packed[from++]!;
				length += more;
			}
		}

		if (length > target.length - to) {
			throw new StreamDamage(`it holds more than ${target.length} bytes`, from);
		}

		repeat(target, to, distance, length);
		to += length;
	}
}

/** Copies `length` bytes from `distance` before `to`. Where they overlap, what was just copied is copied again. */
function repeat(target: Uint8Array, to: number, distance: number, length: number): void {
	if (length < shortCopy) {
		for (let position = to; position < to + length; position++) {
			target[position] = target[position - distance]!;
		}
	} else if (distance === 1) {
		target.fill(target[to - 1]!, to, to + length);
	} else {
		const start = to - distance;
		// What is there repeats, so the pieces may double.
		for (let done = 0; done < length;) {
			const piece = Math.min(distance + done, length - done);
			target.copyWithin(to + done, start, start + piece);
			done += piece;
		}
	}
}
