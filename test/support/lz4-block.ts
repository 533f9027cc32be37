const leastMatch = 4;
const farthest = 0xffff;

// The last match begins before the last twelve bytes, and leaves the last five (LZ4 block format).
const behindLastMatch = 12;
const lastLiterals = 5;

/** A bare block of LZ4 that holds these bytes. */
export function packBlock(bytes: Uint8Array): Uint8Array {
	const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const seen = new Map<number, number>();
	const out: number[] = [];
	let literals = 0;
	let position = 0;
	while (position < bytes.length - behindLastMatch) {
		const word = words.getUint32(position);
		const match = seen.get(word);
		seen.set(word, position);
		if (match === undefined || position - match > farthest) {
			position++;
			continue;
		}

		let length = leastMatch;
		while (position + length < bytes.length - lastLiterals && bytes[match + length] === bytes[position + length]) {
			length++;
		}

		writeSequence(out, bytes.subarray(literals, position), {distance: position - match, length});
		position += length;
		literals = position;
	}

	writeSequence(out, bytes.subarray(literals), undefined);
	return Uint8Array.from(out);
}

function writeSequence(out: number[], literals: Uint8Array, match: {readonly distance: number; readonly length: number} | undefined): void {
	const length = (match?.length ?? leastMatch) - leastMatch;
	out.push(Math.min(literals.length, 15) << 4 | Math.min(length, 15), ...restOfLength(literals.length));
	for (const byte of literals) {
		out.push(byte);
	}

	if (match !== undefined) {
		out.push(match.distance & 0xff, match.distance >>> 8, ...restOfLength(length));
	}
}

/** What of a length is not in the token. */
function restOfLength(length: number): number[] {
	return length < 15 ? [] : [...new Uint8Array(Math.floor((length - 15) / 255)).fill(255), (length - 15) % 255];
}
