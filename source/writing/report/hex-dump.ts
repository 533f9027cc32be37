import {hasContent, type Run} from '../../memory/presence.js';
import {presenceText} from '../../views/absence.js';
import type {ReadBytes} from '../bookmarks/space.js';

const rowBytes = 16;

/** Bytes in rows as hexdump(1) has them, `??` where there are none, and below why there are none. `start` is a multiple of 16. */
export function hexDump({start, bytes, runs}: ReadBytes): string[] {
	const missing = runs.filter(({presence}) => !hasContent(presence));
	const isMissing = (index: number) => missing.some(run => contains(run, start + BigInt(index)));
	const rows: string[] = [];
	for (let from = 0; from < bytes.length; from += rowBytes) {
		const row = Array.from(bytes.subarray(from, from + rowBytes), (byte, index) => isMissing(from + index) ? undefined : byte);
		const hex = row.map(byte => byte === undefined ? '??' : byte.toString(16).padStart(2, '0')).join(' ');
		const text = row.map(byte => byte === undefined ? ' ' : (byte < 0x20 || byte > 0x7E ? '.' : String.fromCodePoint(byte))).join('');
		rows.push(`${addressText(start + BigInt(from))}  ${hex}  |${text}|`);
	}

	return [...rows, ...missing.map(({start: from, end, presence}) => `${addressText(from)}-${addressText(end)}: ${presenceText(presence)}`)];
}

function contains({start, end}: Run, address: bigint): boolean {
	return start <= address && address < end;
}

function addressText(address: bigint): string {
	return address.toString(16).padStart(8, '0');
}
