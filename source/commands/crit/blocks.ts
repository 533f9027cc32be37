const blockSize = 64 * 1024;

/**
Gathers what comes in pieces of a few bytes, or a few characters, to blocks that are worth a write.
@yields all of it in order
*/
export function * inBlocks(pieces: Iterable<string> | Iterable<Uint8Array>): Generator<Uint8Array> {
	let text = '';
	let bytes: Uint8Array[] = [];
	let size = 0;
	for (const piece of pieces) {
		if (typeof piece === 'string') {
			text += piece;
		} else {
			bytes.push(piece);
		}

		size += piece.length;
		if (size >= blockSize) {
			yield Buffer.concat([...bytes, Buffer.from(text)]);
			[text, bytes, size] = ['', [], 0];
		}
	}

	yield Buffer.concat([...bytes, Buffer.from(text)]);
}
