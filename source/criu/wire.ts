import protobuf, {type Reader} from 'protobufjs/minimal.js';

/** A 64-bit integer as protobufjs reads it. */
export type Long = Pick<ReturnType<Reader['uint64']>, 'low' | 'high'>;

/** Bytes that are no message of the kind they should be; its text says why. */
export class Malformed extends Error {}

/** Whether `error` is what the reading of malformed bytes throws: `Malformed`, and the plain errors of protobufjs's reader. */
export function isMalformed(error: unknown): error is Error {
	return error instanceof Malformed || error instanceof RangeError || (error instanceof Error && error.constructor === Error);
}

/** The unsigned value, exact. */
export function toBigInt({low, high}: Long): bigint {
	return high === 0 ? BigInt(low >>> 0) : BigInt(high >>> 0) << 32n | BigInt(low >>> 0);
}

/**
The unsigned value of a number that is small by its nature, such as a count of pages.

@throws {Malformed} when it is not
*/
export function toCount({low, high}: Long): number {
	if (high >>> 0 > 0xf_ffff) {
		throw new Malformed('a count beyond all memory');
	}

	return (high >>> 0) * 0x1_0000_0000 + (low >>> 0);
}

/**
A page-aligned address, which a double holds exactly for that reason.

@throws {Malformed} when it isn't aligned
*/
export function toPageAddress({low, high}: Long): number {
	if ((low & 0xfff) !== 0) {
		throw new Malformed('an address that is not page-aligned');
	}

	return (high >>> 0) * 0x1_0000_0000 + (low >>> 0);
}

/** Reads on in other bytes: a reader for each of a million messages would cost more than the reading. */
export function readOn(reader: Reader, bytes: Uint8Array): void {
	reader.buf = bytes;
	reader.pos = 0;
	reader.len = bytes.length;
}

/** A 64-bit integer, signed or not, as protobufjs writes it. */
export function toLong(value: bigint): Long & {readonly unsigned: true} {
	return {low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: true};
}

/**
The number of a field, from its bytes on the wire.

@throws {Malformed} when they are not one whole field
*/
export function fieldNumber(bytes: Uint8Array): number {
	const reader = protobuf.Reader.create(bytes);
	try {
		const tag = reader.tag();
		reader.skipType(tag & 7, 0, tag >>> 3);
		if (reader.pos === bytes.length) {
			return tag >>> 3;
		}
	} catch (error) {
		if (!isMalformed(error)) {
			throw error;
		}
	}

	throw new Malformed('not one whole field');
}
