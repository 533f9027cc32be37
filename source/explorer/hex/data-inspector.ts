import {InputError, PendingError} from '../../archive/byte-source.js';
import type {ByteSpace} from '../../memory/memory.js';
import {hasContent, type Run} from '../../memory/presence.js';
import {Untrusted} from '../../text/untrusted.js';
import {presenceText} from '../../views/absence.js';
import {regionName, vmaAt, type MappingName} from './regions.js';

export type ByteOrder = 'little' | 'big';

/** One reading of the bytes at an address. */
export type Field = {
	readonly name: string;
	readonly value: string;
	/** Says why there are no bytes, or no more of them. */
	readonly missing: boolean;
};

export type Inspection = {
	readonly fields: readonly Field[];
	/** Where the bytes point, when that address is mapped. */
	readonly pointer: bigint | undefined;
};

const textBytes = 64;
// The most bytes that a number is made of.
const widest = 8;
// A number that is a date outside these years is hardly meant as one.
const earliest = Date.UTC(1990, 0);
const latest = Date.UTC(2100, 0);

/** Reads the bytes at `address` as each type they could be. What is not in the dump is said, never read as zero. */
export function inspect(space: ByteSpace, address: bigint, {byteOrder, mappingName}: {readonly byteOrder: ByteOrder; readonly mappingName: MappingName}): Inspection {
	const {bytes, missing} = readBytes(space, address, textBytes);
	if (bytes.length === 0) {
		return {fields: [{name: 'bytes', value: missing, missing: true}], pointer: undefined};
	}

	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const little = byteOrder === 'little';
	const fields: Field[] = [];
	const add = (name: string, size: number, value: () => string | undefined) => {
		const text = bytes.length < size ? undefined : value();
		if (text !== undefined && text !== '') {
			fields.push({name, value: text, missing: false});
		}
	};

	add('8 bits', 1, () => integerText(view.getUint8(0), view.getInt8(0)));
	add('16 bits', 2, () => integerText(view.getUint16(0, little), view.getInt16(0, little)));
	add('32 bits', 4, () => integerText(view.getUint32(0, little), view.getInt32(0, little)));
	add('64 bits', 8, () => integerText(view.getBigUint64(0, little), view.getBigInt64(0, little)));
	add('f32', 4, () => floatText(view.getFloat32(0, little), 8));
	add('f64', 8, () => floatText(view.getFloat64(0, little), 17));
	add('time, s', 4, () => timeText(view.getUint32(0, little) * 1000));
	add('time, ms', 8, () => timeText(Number(view.getBigUint64(0, little))));

	add('as UTF-8', 1, () => new Untrusted(bytes.subarray(0, endOf(bytes, 1))).toString());
	add('as UTF-16', 2, () => Untrusted.from(utf16Text(bytes, byteOrder)).toString());
	const pointer = space.isContent || bytes.length < space.wordSize ? undefined : space.wordSize === 4 ? BigInt(view.getUint32(0, little)) : view.getBigUint64(0, little);
	const target = pointer === undefined ? undefined : vmaAt(space, pointer);
	add('pointer', space.wordSize, () => space.isContent ? undefined : target === undefined ? (space.knowsMappings ? 'to nothing mapped' : 'to no page of the pre-dump') : `${pointer!.toString(16)} ${regionName(target, mappingName)} ${target.protection}`);
	if (bytes.length < widest) {
		fields.push({name: `byte ${bytes.length}`, value: missing, missing: true});
	}

	return {fields, pointer: target === undefined ? undefined : pointer};
}

/** At most `size` bytes from `address`, up to the first that is not there; and why the next one is not. */
function readBytes(space: ByteSpace, address: bigint, size: number): {bytes: Uint8Array; missing: string} {
	const top = 2n ** BigInt(space.wordSize * 8);
	const length = address + BigInt(size) > top ? Number(top - address) : size;
	const bytes = new Uint8Array(length);
	let runs: readonly Run[];
	try {
		runs = space.read(address, bytes);
	} catch (error) {
		if (error instanceof InputError || error instanceof PendingError) {
			return {bytes: bytes.subarray(0, 0), missing: error.message};
		}

		throw error;
	}

	const hole = runs.find(run => !hasContent(run.presence));
	return hole === undefined
		? {bytes, missing: 'end of memory'}
		: {bytes: bytes.subarray(0, Number(hole.start - address)), missing: space.isContent && hole.presence === 'unmapped' ? 'the end' : presenceText(hole.presence)};
}

function integerText(unsigned: number | bigint, signed: number | bigint): string {
	return unsigned === signed ? `${unsigned}` : `${unsigned} or ${signed}`;
}

function floatText(value: number, digits: number): string {
	return Object.is(value, -0) ? '-0' : String(Number(value.toPrecision(digits)));
}

function timeText(milliseconds: number): string | undefined {
	return milliseconds >= earliest && milliseconds < latest ? new Date(milliseconds).toISOString().replace('.000Z', 'Z').replace('T', ' ') : undefined;
}

// Bytes before the terminating zero, which is `unit` bytes wide.
function endOf(bytes: Uint8Array, unit: 1 | 2): number {
	for (let index = 0; index + unit <= bytes.length; index += unit) {
		if (bytes[index] === 0 && (unit === 1 || bytes[index + 1] === 0)) {
			return index;
		}
	}

	return bytes.length - (bytes.length % unit);
}

function utf16Text(bytes: Uint8Array, byteOrder: ByteOrder): string {
	return new TextDecoder(byteOrder === 'little' ? 'utf-16le' : 'utf-16be', {ignoreBOM: true}).decode(bytes.subarray(0, endOf(bytes, 2)));
}
