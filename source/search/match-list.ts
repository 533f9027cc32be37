import {firstIndex} from '../archive/first-index.js';
import type {Match, Matches} from './matches.js';

/**
The matches of one search in address order, compact: there may be a million. No two have one address.
*/
export class MatchList {
	#addresses = new BigUint64Array(64);
	#lengths = new Uint32Array(64);
	#count = 0;

	#firstFrom(address: bigint, end = this.#count): number {
		return firstIndex(end, index => this.#addresses[index]! >= address);
	}

	#reserve(count: number): void {
		if (!(count > this.#addresses.length)) {
			return;
		}

		const capacity = Math.max(count, this.#addresses.length * 2);
		const addresses = new BigUint64Array(capacity);
		const lengths = new Uint32Array(capacity);
		addresses.set(this.#addresses.subarray(0, this.#count));
		lengths.set(this.#lengths.subarray(0, this.#count));
		this.#addresses = addresses;
		this.#lengths = lengths;
	}

	/** Puts matches behind all others, up to the first that does not belong there; returns how many. */
	#append(batch: Matches): number {
		this.#reserve(this.#count + batch.length);
		let last = this.#count === 0 ? -1n : this.#addresses[this.#count - 1]!;
		const before = this.#count;
		for (const {address, length} of batch) {
			if (address <= last) {
				break;
			}

			this.#addresses[this.#count] = address;
			this.#lengths[this.#count] = length;
			this.#count++;
			last = address;
		}

		return this.#count - before;
	}

	#insert(batch: readonly Match[]): void {
		const sorted = batch
			.toSorted((a, b) => Number(a.address - b.address))
			.filter(({address}, index, all) => address !== all[index - 1]?.address && !this.has(address));
		this.#reserve(this.#count + sorted.length);
		let tail = this.#count;
		for (let pending = sorted.length; pending > 0; pending--) {
			const match = sorted[pending - 1]!;
			const index = this.#firstFrom(match.address, tail);
			this.#addresses.copyWithin(index + pending, index, tail);
			this.#lengths.copyWithin(index + pending, index, tail);
			this.#addresses[index + pending - 1] = match.address;
			this.#lengths[index + pending - 1] = match.length;
			tail = index;
		}

		this.#count += sorted.length;
	}

	get count(): number {
		return this.#count;
	}

	/** Adds matches in any order; one whose address is there already is left out. */
	add(batch: Matches): void {
		// A search mostly finds them in the order of their addresses.
		const appended = this.#append(batch);
		if (appended < batch.length) {
			this.#insert(batch.slice(appended));
		}
	}

	/** The match at an index; undefined outside the list. */
	at(index: number): Match | undefined {
		return index >= 0 && index < this.#count ? {address: this.#addresses[index]!, length: this.#lengths[index]!} : undefined;
	}

	/** Index of the first match beyond `after`; -1 when there is none. */
	next(after: bigint): number {
		const index = this.#firstFrom(after + 1n);
		return index < this.#count ? index : -1;
	}

	/** Index of the last match below `before`; -1 when there is none. */
	previous(before: bigint): number {
		return this.#firstFrom(before) - 1;
	}

	/** Index of the match that starts at `address`, or -1. */
	indexOf(address: bigint): number {
		const index = this.#firstFrom(address);
		return index < this.#count && this.#addresses[index] === address ? index : -1;
	}

	has(address: bigint): boolean {
		return this.at(this.#firstFrom(address))?.address === address;
	}

	/** The matches with indexes in `[start, end)`. */
	slice(start: number, end: number): Match[] {
		const matches: Match[] = [];
		for (let index = Math.max(0, start); index < Math.min(end, this.#count); index++) {
			matches.push(this.at(index)!);
		}

		return matches;
	}

	/** The matches that have a byte in `[start, end)`; of those that begin before `start`, only the nearest is looked at, for matches of one search do not overlap. */
	within(start: bigint, end: bigint): Match[] {
		const first = this.#firstFrom(start);
		const before = this.at(first - 1);
		const reaches = before !== undefined && before.address + BigInt(before.length) > start;
		return this.slice(reaches ? first - 1 : first, this.#firstFrom(end));
	}
}
