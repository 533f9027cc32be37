import type {ByteSource} from '../../../archive/byte-source.js';

const noteSegment = 4;
const buildIdNote = 3;

// What a linker writes is far below.
const maxSegments = 4096;
const maxNotes = 1 << 20;

/** The build id in the notes of an ELF file; undefined where it has none, or is no ELF file (little-endian). */
export function buildIdOf(source: ByteSource): Buffer | undefined {
	const head = read(source, 0, 64);
	if (head.length < 52 || head.readUInt32BE() !== 0x7f_45_4c_46 || head[5] !== 1) {
		return undefined;
	}

	const isWide = head[4] === 2;
	const size = isWide ? 56 : 32;
	const count = Math.min(head.readUInt16LE(isWide ? 56 : 44), maxSegments);
	const headers = read(source, isWide ? Number(head.readBigUInt64LE(32)) : head.readUInt32LE(28), count * size);
	for (let at = 0; at + size <= headers.length; at += size) {
		if (headers.readUInt32LE(at) === noteSegment) {
			const [offset, length] = isWide ? [Number(headers.readBigUInt64LE(at + 8)), Number(headers.readBigUInt64LE(at + 32))] : [headers.readUInt32LE(at + 4), headers.readUInt32LE(at + 16)];
			const id = idIn(read(source, offset, Math.min(length, maxNotes)));
			if (id !== undefined) {
				return id;
			}
		}
	}

	return undefined;
}

function idIn(notes: Buffer): Buffer | undefined {
	for (let at = 0; at + 12 <= notes.length;) {
		const [nameSize, size, type] = [notes.readUInt32LE(at), notes.readUInt32LE(at + 4), notes.readUInt32LE(at + 8)];
		const content = at + 12 + aligned(nameSize);
		if (type === buildIdNote && notes.toString('latin1', at + 12, at + 12 + nameSize) === 'GNU\0' && content + size <= notes.length) {
			return notes.subarray(content, content + size);
		}

		at = content + aligned(size);
	}

	return undefined;
}

function aligned(size: number): number {
	return Math.ceil(size / 4) * 4;
}

// As much as there is.
function read(source: ByteSource, position: number, length: number): Buffer {
	const bytes = Buffer.alloc(Math.max(0, Math.min(length, source.available - position)));
	return bytes.subarray(0, bytes.length === 0 ? 0 : source.read(bytes, position));
}
