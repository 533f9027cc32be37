/** Tar stands in blocks of so many bytes. */
export const blockSize = 512;

/** What a tar header block says, fields as written; a number that is not one, or that a JavaScript number can't hold, is undefined. */
export type TarHeader = {
	/** Type flag as its character; NUL, of archives older than POSIX, as `0`. */
	readonly type: string;
	readonly path: Uint8Array;
	readonly linkPath: Uint8Array;
	readonly mode: number | undefined;
	readonly uid: number | undefined;
	readonly gid: number | undefined;
	readonly size: number | undefined;
	readonly mtime: number | undefined;
};

const slash = new Uint8Array([0x2F]);

/** Whether the block's checksum is right, summed over unsigned or (by some old writers) signed bytes. */
export function hasValidChecksum(block: Uint8Array): boolean {
	const written = tarNumber(block.subarray(148, 156));
	let unsigned = 0;
	let signed = 0;
	for (let index = 0; index < blockSize; index++) {
		const byte = index >= 148 && index < 156 ? 0x20 : block[index]!;
		unsigned += byte;
		signed += byte < 0x80 ? byte : byte - 0x1_00;
	}

	return written === unsigned || written === signed;
}

export function isZeroBlock(block: Uint8Array): boolean {
	return block.every(byte => byte === 0);
}

/** Whether the block carries the mark of POSIX (`ustar`, NUL) or of GNU (`ustar`, two spaces). */
export function hasUstarMagic(block: Uint8Array): boolean {
	return Buffer.from(block.subarray(257, 262)).toString('latin1') === 'ustar';
}

/** Reads the fields of a header block whose checksum is right. */
export function parseTarHeader(block: Uint8Array): TarHeader {
	const type = block[156] === 0 ? '0' : String.fromCodePoint(block[156]!);
	const name = cString(block.subarray(0, 100));
	// GNU keeps other things where POSIX has the prefix, and marks its headers with a space.
	const prefix = hasUstarMagic(block) && block[262] === 0 ? cString(block.subarray(345, 500)) : new Uint8Array(0);
	return {
		type,
		path: prefix.length === 0 ? name : Buffer.concat([prefix, slash, name]),
		linkPath: cString(block.subarray(157, 257)),
		mode: tarNumber(block.subarray(100, 108)),
		uid: tarNumber(block.subarray(108, 116)),
		gid: tarNumber(block.subarray(116, 124)),
		size: tarNumber(block.subarray(124, 136)),
		mtime: tarNumber(block.subarray(136, 148)),
	};
}

/** A number of a tar header: octal digits, or base 256 with the top bit as its mark. An empty field is 0. */
export function tarNumber(field: Uint8Array): number | undefined {
	return (field[0]! & 0x80) === 0 ? plainOctal(field) ?? anyOctal(field) : base256(field);
}

// As nearly all are written: digits, with blanks or NULs around them. Undefined where something else is there, or more than a number can hold for sure.
function plainOctal(field: Uint8Array): number | undefined {
	const {length} = field;
	let index = 0;
	while (index < length && isBlank(field[index]!)) {
		index++;
	}

	let value = 0;
	while (index < length && field[index]! >= 0x30 && field[index]! <= 0x37) {
		value = value * 8 + field[index]! - 0x30;
		index++;
	}

	return length <= 16 && (index === length || isBlank(field[index]!)) ? value : undefined;
}

function isBlank(byte: number): boolean {
	return byte === 0 || byte === 0x20;
}

function anyOctal(field: Uint8Array): number | undefined {
	const text = Buffer.from(field).toString('latin1').replaceAll('\0', ' ').trim().split(' ', 1)[0]!;
	return /^[0-7]*$/.test(text) ? safe(BigInt(`0o0${text}`)) : undefined;
}

function base256(field: Uint8Array): number | undefined {
	let value = 0n;
	for (const [index, byte] of field.entries()) {
		value = (value << 8n) | BigInt(index === 0 ? byte & 0x7F : byte);
	}

	// Two's complement in all bits but the mark.
	const bits = BigInt((field.length * 8) - 1);
	return safe((field[0]! & 0x40) === 0 ? value : value - (1n << bits));
}

function safe(value: bigint): number | undefined {
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : undefined;
}

/** The bytes of a field up to its NUL. */
export function cString(field: Uint8Array): Uint8Array {
	const end = field.indexOf(0);
	return field.slice(0, end === -1 ? field.length : end);
}
