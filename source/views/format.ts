import {terminalCharset} from '../text/printable.js';

const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** `524 B`, `8.5 KiB`, `1.8 GiB`: one decimal, in powers of 1024. */
export function formatBytes(bytes: number): string {
	let value = bytes;
	let unit = 'B';
	for (const next of units) {
		// What would be rounded up to 1024 of a unit is 1 of the next.
		if (value < (unit === 'B' ? 1024 : 1023.95)) {
			break;
		}

		value /= 1024;
		unit = next;
	}

	return unit === 'B' ? `${bytes} B` : `${value.toFixed(1)} ${unit}`;
}

/** `566.6 KiB (580,242 bytes)`: for where the exact size is evidence. */
export function formatExactBytes(bytes: number): string {
	return bytes < 1024 ? formatBytes(bytes) : `${formatBytes(bytes)} (${formatCount(bytes)} bytes)`;
}

/** `16.4 MiB`; `512.0 KiB of 16.4 MiB` where not all of it is there. */
export function formatAmount({there, size}: {readonly there: number; readonly size: number}, format: (bytes: number) => string = formatBytes): string {
	return there === size ? format(size) : `${format(there)} of ${format(size)}`;
}

/** `580,242` */
export function formatCount(count: number | bigint): string {
	return count.toLocaleString('en-US');
}

/** Milliseconds since 1970 as ISO 8601 in UTC, to the second: `2026-11-21T01:46:36Z`. Outside the calendar, the number. */
export function formatTime(milliseconds: number): string {
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? `${milliseconds} ms since 1970` : date.toISOString().replace(/\.\d{3}Z$/v, 'Z');
}

/** The same to the millisecond. */
export function exactTime(milliseconds: number): string {
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString();
}

/** Microseconds in the largest unit that they fill, exact: `605 µs`, `10 ms`, `101.335 ms`, `20 s`, `90 s`. */
export function formatDuration(microseconds: number | bigint): string {
	const value = BigInt(microseconds);
	if (value >= 1_000_000n) {
		return `${decimal(value, 6)} s`;
	}

	return value >= 1000n ? `${decimal(value, 3)} ms` : `${value} ${terminalCharset() === 'ascii' ? 'us' : 'µs'}`;
}

/** `value` with the point `digits` from its end, without zeros at the end of the fraction alone. */
function decimal(value: bigint, digits: number): string {
	const scale = 10n ** BigInt(digits);
	const fraction = (value % scale).toString().padStart(digits, '0').replace(/(?<!0)0+$/v, '');
	return `${value / scale}${fraction === '' ? '' : `.${fraction}`}`;
}
