/**
One record of a PAX extended header: the key as one character a byte, and the value's bytes, which may hold anything.
*/
export type PaxRecord = {
	readonly key: string;
	readonly value: Uint8Array;
};

const sparseKeys = ['name', 'major', 'realsize', 'size', 'map', 'offset', 'numbytes'].map(key => `GNU.sparse.${key}`);
const keys = new Set(['path', 'linkpath', 'size', 'uid', 'gid', 'mtime', 'SCHILY.realsize', ...sparseKeys]);
const longestKey = 32;

/**
Takes the records of an extended header apart by the length that each begins with (`LENGTH KEY=VALUE\n`), never by its line feeds: values are binary. Only those that speak of how a member is read are given: a header may hold millions of others.

`damage` is the offset of the first record that is not one; those before it are good.
*/
export function parsePax(body: Uint8Array): {readonly records: readonly PaxRecord[]; readonly damage?: number} {
	const records: PaxRecord[] = [];
	let position = 0;
	while (position < body.length && body[position] !== 0) {
		const space = body.indexOf(0x20, position);
		const digits = space === -1 || space - position > 10 ? '' : latin1(body.subarray(position, space));
		const end = position + Number(digits);
		const equals = body.indexOf(0x3D, position);
		if (!/^[1-9]\d*$/.test(digits) || end > body.length || equals < space || equals >= end || body[end - 1] !== 0x0A) {
			return {records, damage: position};
		}

		const key = latin1(body.subarray(space + 1, Math.min(equals, space + 1 + longestKey)));
		if (keys.has(key)) {
			records.push({key, value: body.slice(equals + 1, end - 1)});
		}

		position = end;
	}

	return {records};
}

/** The decimal whole number that a value is, or undefined when it is none or too big to be exact. */
export function paxInteger(value: Uint8Array): number | undefined {
	const text = latin1(value);
	const number = /^-?\d+$/.test(text) ? Number(text) : NaN;
	return Number.isSafeInteger(number) ? number : undefined;
}

/** Seconds since 1970, with a fraction where the writer knew one. */
export function paxTime(value: Uint8Array): number | undefined {
	const text = latin1(value);
	return /^-?\d+(?:\.\d*)?$/.test(text) ? Number(text) : undefined;
}

function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
