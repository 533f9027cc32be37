import type {Field} from '../../criu/schema.js';
import {flagNames, valueNames} from './names.js';

const minorBits = 20n;

/** A number as the pretty JSON has it: by its nature in hexadecimal, as a device, as the names of its bits, by its name, or as it is. `hex` says that its message is shown in hexadecimal. */
export function prettyNumber({name, options: {hex, dev, odev, flags, dict}}: Field, value: number | bigint, isInHex: boolean): string | number | bigint {
	if (isInHex || hex) {
		return hexadecimal(BigInt(value));
	}

	if (dev) {
		return deviceText(BigInt(value), odev ?? false);
	}

	return flags === undefined ? valueNames[dict ?? '']?.[name]?.get(Number(value)) ?? value : flagsText(BigInt(value), flags);
}

/** The number that a text stands for, in any of the forms of `prettyNumber` or as digits; undefined when it stands for none. */
export function parseNumber({name, options: {dev, odev, flags, dict}}: Field, text: string): bigint | undefined {
	if (dev && text.includes(':')) {
		return parseDevice(text, odev ?? false);
	}

	if (flags !== undefined) {
		return parseFlags(text, flags);
	}

	const named = [...valueNames[dict ?? '']?.[name] ?? []].find(([, valueName]) => valueName === text);
	return named === undefined ? parseInteger(text) : BigInt(named[0]);
}

function hexadecimal(value: bigint): string {
	return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

function parseInteger(text: string): bigint | undefined {
	const {sign, digits} = /^(?<sign>-?)(?<digits>0x[\da-f]{1,40}|\d{1,40})$/iv.exec(text)?.groups ?? {};
	return digits === undefined ? undefined : BigInt(digits) * (sign === '-' ? -1n : 1n);
}

function flagsText(value: bigint, table: string): string {
	const known = flagNames[table];
	if (known === undefined) {
		return hexadecimal(value);
	}

	const names = known.filter(([, bit]) => (value & BigInt(bit)) !== 0n).map(([name]) => name);
	const rest = known.reduce((left, [, bit]) => left & ~BigInt(bit), value);
	return [...names, ...(rest === 0n ? [] : [hexadecimal(rest)])].join(' | ');
}

function parseFlags(text: string, table: string): bigint | undefined {
	let value = 0n;
	for (const part of text === '' ? [] : text.split('|')) {
		const bit = flagNames[table]?.find(([name]) => name === part.trim())?.[1] ?? parseInteger(part.trim());
		if (bit === undefined) {
			return undefined;
		}

		value |= BigInt(bit);
	}

	return value;
}

// The C library keeps the low 8 bits of the minor below the major, and the rest above it (makedev(3)).
function deviceText(value: bigint, isLibrary: boolean): string {
	return isLibrary
		? `${value >> 8n & 0xfffn}:${value & 0xffn | value >> 12n & 0xfff00n}`
		: `${value >> minorBits}:${value & (1n << minorBits) - 1n}`;
}

function parseDevice(text: string, isLibrary: boolean): bigint | undefined {
	const {major: majorText, minor: minorText} = /^(?<major>\d{1,4}):(?<minor>\d{1,7})$/v.exec(text)?.groups ?? {};
	if (majorText === undefined || minorText === undefined) {
		return undefined;
	}

	const [major, minor] = [BigInt(majorText), BigInt(minorText)];
	if (major > 0xfffn || minor > 0xf_ffffn) {
		return undefined;
	}

	return isLibrary ? (minor & 0xfff00n) << 12n | major << 8n | minor & 0xffn : major << minorBits | minor;
}
