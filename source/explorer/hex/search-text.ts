import {sizeText} from '../../views/absence.js';
import type {SearchProgress} from './search-session.js';

type Options = {readonly count: number; readonly index: number; readonly arrived: number | undefined; readonly lost: bigint; readonly separator: string};

/** What came of it in the fewest words. */
export function briefSearchText({done, truncated}: SearchProgress, {count, index, arrived}: Pick<Options, 'count' | 'index' | 'arrived'>): string {
	if (count === 0) {
		return done ? (arrived === undefined ? 'no match' : 'no match yet') : 'searching';
	}

	return truncated || index === -1 ? `${count.toLocaleString('en')}${truncated ? '+' : ''}` : `${(index + 1).toLocaleString('en')} of ${count.toLocaleString('en')}`;
}

/** `3 of 41 matches · 62 % scanned · 1.9 GiB/s`; `arrived` is how much of the archive is there, in percent, while there will be more to search; `lost` how many bytes of memory are not here to be searched. */
export function searchText({scanned, total, elapsed, done, truncated, problem}: SearchProgress, {count, index, arrived, lost, separator}: Options): string {
	const parts: string[] = [];
	if (truncated && count > 0) {
		// Which of them all this one is, nobody has counted.
		parts.push(`${count.toLocaleString('en')}+ matches`);
	} else if (count > 0) {
		parts.push(`${index === -1 ? '' : `${(index + 1).toLocaleString('en')} of `}${count.toLocaleString('en')} ${count === 1 ? 'match' : 'matches'}`);
	} else if (done) {
		parts.push(arrived !== undefined ? 'no match yet' : (total === 0 ? 'no bytes to search' : `no match in ${sizeText(BigInt(total))}`));
	}

	if (done && lost > 0n) {
		parts.push(`${sizeText(lost)} are not here`);
	}

	if (!done) {
		parts.push(total === 0 ? 'searching' : `${Math.floor(scanned / total * 100)} % scanned`);
		if (elapsed > 0 && scanned > 0) {
			parts.push(`${sizeText(BigInt(Math.round(scanned / elapsed * 1000)))}/s`);
		}
	}

	if (arrived !== undefined) {
		parts.push(`${arrived} % of the archive is here`);
	}

	if (problem !== undefined) {
		parts.push(problem);
	}

	return parts.join(separator);
}
