import {firstIndex} from '../../archive/first-index.js';
import {MatchBuffer} from '../../search/match-buffer.js';
import type {Also, Found} from './checkpoint-search.js';
import type {Place} from './place.js';

// Of what is kept, in bytes; that of a place is a guess at what an open file and its name take.
const [matchSize, alsoSize, placeSize] = [20, 12, 1024];

const room = 32 * 1024 * 1024;

/** What a search of a checkpoint has found, in its order, compact and bounded: some 1.6 million matches in the memory of one process, fewer where each stands in a place of its own or is mapped by many. */
export class FoundList {
	readonly #room: number;
	readonly #places: Place[] = [];
	readonly #numbers = new Map<Place, number>();
	readonly #matches = new MatchBuffer();
	// Index of the first match in each run of matches in one place, and which place.
	readonly #runs: Array<{readonly first: number; readonly place: number}> = [];
	// Where else bytes are mapped: the address, and the pid in place of a length.
	readonly #elsewhere = new MatchBuffer();
	// Which matches have something there, and where it begins.
	readonly #shared = new MatchBuffer();

	/** `size` is how many bytes it may take. */
	constructor(size = room) {
		this.#room = size;
	}

	#numberOf(place: Place): number {
		const number = this.#numbers.get(place) ?? this.#places.length;
		if (number === this.#places.length) {
			this.#places.push(place);
			this.#numbers.set(place, number);
		}

		return number;
	}

	get count(): number {
		return this.#matches.count;
	}

	/** No more is kept. */
	get isFull(): boolean {
		return (this.#matches.count + this.#shared.count) * matchSize + this.#elsewhere.count * alsoSize + this.#places.length * placeSize >= this.#room;
	}

	/** Adds what was found, until it is full. */
	add(found: readonly Found[]): void {
		for (const {place, match, also} of found) {
			if (this.isFull) {
				return;
			}

			const number = this.#numberOf(place);
			if (this.#runs.at(-1)?.place !== number) {
				this.#runs.push({first: this.#matches.count, place: number});
			}

			const first = this.#elsewhere.count;
			for (const other of also) {
				if ('address' in other) {
					this.#elsewhere.add(other.address, other.pid);
				}
			}

			if (this.#elsewhere.count > first) {
				this.#shared.add(BigInt(this.#matches.count), first);
			}

			this.#matches.add(match.address, match.length);
		}
	}

	/** What was found at an index below `count`. */
	at(index: number): Found {
		const run = this.#runs[firstIndex(this.#runs.length, at => this.#runs[at]!.first > index) - 1]!;
		const place = this.#places[run.place]!;
		return {place, match: {address: this.#matches.addressAt(index), length: this.#matches.lengthAt(index)}, also: [...this.#mappedAt(index), ...place.holders.slice(1)]};
	}

	#mappedAt(index: number): Also[] {
		const shared = this.#shared;
		const at = firstIndex(shared.count, position => shared.addressAt(position) >= BigInt(index));
		if (at === shared.count || shared.addressAt(at) !== BigInt(index)) {
			return [];
		}

		const end = at + 1 === shared.count ? this.#elsewhere.count : shared.lengthAt(at + 1);
		return Array.from({length: end - shared.lengthAt(at)}, (_, offset): Also => {
			const position = shared.lengthAt(at) + offset;
			return {pid: this.#elsewhere.lengthAt(position), address: this.#elsewhere.addressAt(position)};
		});
	}
}
