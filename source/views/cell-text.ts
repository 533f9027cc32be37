import type {Cell, CellType} from './view.js';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A size in bytes for a person: `16.4 MiB`. */
export function formatBytes(value: number | bigint): string {
	let size = Number(value);
	let unit = 0;
	while (size >= 1024 && unit < units.length - 1) {
		size /= 1024;
		unit++;
	}

	return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

/** A moment in UTC, from milliseconds since 1970: `2026-11-21 01:22:26Z`. */
export function formatTime(milliseconds: number): string {
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString().replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}

/** An address in hexadecimal, as wide as user space needs on a 64-bit machine. */
export function formatAddress(address: bigint): string {
	return address.toString(16).padStart(12, '0');
}

/** A cell as one line of harmless text. */
export function cellText(cell: Cell, type: CellType): string {
	if (cell === undefined) {
		return '';
	}

	if (typeof cell === 'boolean') {
		return cell ? 'yes' : '';
	}

	if (typeof cell === 'bigint' || typeof cell === 'number') {
		switch (type) {
			case 'address': {
				return formatAddress(BigInt(cell));
			}

			case 'bytes': {
				return formatBytes(cell);
			}

			case 'time': {
				return formatTime(Number(cell));
			}

			case 'flag':
			case 'number':
			case 'pid':
			case 'text': {
				return String(cell);
			}
		}
	}

	return String(cell);
}
