import type {RecognisedBytes, RecogniserSet} from '../../forensics/secrets/recogniser-set.js';
import type {Recognised} from '../../forensics/secrets/recogniser.js';
import {Untrusted} from '../../text/untrusted.js';
import type {FoundRow} from './columns.js';
import type {Found} from './checkpoint-search.js';
import {rowMaker} from './rows.js';

/** A secret that was found, once or several times. */
export type Secret = Pick<Recognised, 'kind'> & {
	readonly name: Untrusted | undefined;
	readonly value: Untrusted;
	readonly isWide: boolean;
	/** Where it was found first. */
	readonly first: FoundRow;
	/** How often it was found in one process, or in what is no memory. */
	readonly count: number;
};

type Known = {readonly secret: Secret; count: number; readonly seen: Set<string>};

// Far more than a program has; what is made to look like secrets must not fill this program's memory.
const [mostSecrets, mostText, mostPlaces] = [50_000, 64 * 1024 * 1024, 4096];

/** Secrets by whose they are, what they are and what they say. */
export class FoundSecrets {
	readonly #recognisers: RecogniserSet;
	readonly #known = new Map<string, Known>();
	readonly #makeRow = rowMaker(0);
	#room = mostText;

	constructor(recognisers: RecogniserSet) {
		this.#recognisers = recognisers;
	}

	/** There was more than is kept. */
	get isFull(): boolean {
		return this.#room <= 0 || this.#known.size >= mostSecrets;
	}

	/** Looks what a sign that was found gives away. */
	add(found: Found): void {
		const {place, match} = found;
		for (const secret of this.#recognisers.secretsAt(context => place.surroundings(match, context))) {
			this.#add(found, secret);
		}
	}

	/** In the order in which they were found. */
	secrets(): Secret[] {
		return Array.from(this.#known.values(), ({secret, count}) => ({...secret, count}));
	}

	#add({place, match, also}: Found, {kind, name, start, length, isWide}: RecognisedBytes): void {
		const shifted = (address: bigint) => address + BigInt(start);
		const first = this.#makeRow({
			place,
			match: {address: shifted(match.address), length},
			also: also.map(other => 'address' in other ? {...other, address: shifted(other.address)} : other),
		});
		const bytes = first.text.match;
		const value = new Untrusted(isWide ? bytes.filter((_, index) => index % 2 === 0) : bytes);
		const title = name === undefined ? undefined : new Untrusted(Buffer.from(name, 'latin1'));
		const key = [place.isMemory, place.process?.pid ?? place.name?.toKey(), kind, name, value.toKey()].join('\0');
		const at = `${place.kind} ${place.name?.toKey()} ${first.found.match.address}`;
		const known = this.#known.get(key);
		if (known === undefined) {
			if (!this.isFull) {
				this.#room -= key.length;
				this.#known.set(key, {secret: {kind, name: title, value, isWide, first, count: 1}, count: 1, seen: new Set([at])});
			}
		} else if (!known.seen.has(at)) {
			known.count++;
			// Two signs of one secret stand near each other.
			if (known.seen.size >= mostPlaces) {
				known.seen.clear();
			}

			known.seen.add(at);
		}
	}
}
