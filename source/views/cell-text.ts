import {formatBytes, formatTime} from './format.js';
import type {Cell, CellType} from './view.js';

/** An address in hexadecimal, as wide as user space needs on a 64-bit machine. */
export function formatAddress(address: bigint): string {
	return address.toString(16).padStart(12, '0');
}

/** A cell as one line of harmless text. */
export function cellText(cell: Cell, type: CellType): string {
	if (cell === undefined) {
		// A flag is known to be set or not, or it is not known.
		return type === 'flag' ? 'not known' : '';
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
				return formatBytes(Number(cell));
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
