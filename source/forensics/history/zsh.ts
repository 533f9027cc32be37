import {Untrusted} from '../../text/untrusted.js';
import type {ByteOrder} from '../../criu/cursor.js';
import type {BytesPattern} from '../../search/pattern.js';
import type {Passed} from '../find-pattern.js';
import type {MemoryReader} from '../memory-reader.js';
import {pointerField, smallField, structPattern} from '../struct-pattern.js';
import type {HistoryEntry} from './model.js';
import {longestCommand} from './readline-entry.js';
import {looksTyped} from './typed.js';
import {placesOf, type Walk} from './walk.js';
import {unmetafied} from './zsh-text.js';

/** Where the fields are that are read of zsh's `struct histent` (Src/zsh.h), on a 64-bit machine. */
const offset = {text: 8n, up: 24n, down: 32n, started: 48n, words: 64n, number: 80n};

/** An entry with a time from 2004 to 2037: pointers, times and counts where those are. */
function pattern(order: ByteOrder): BytesPattern {
	return structPattern(88, [
		...[0, 8, 24, 32, 40, 64].map(at => pointerField(at)),
		{offset: 16, size: 4, value: 0n, mask: 0xFFFF_0000n},
		{offset: 48, size: 8, value: 0x4000_0000n, mask: 0xFFFF_FFFF_C000_0000n},
		smallField(56),
		{offset: 72, size: 4, value: 0n, mask: 0xFFFF_0000n},
		smallField(80),
	], order);
}

type Histent = {readonly address: bigint; readonly textAddress: bigint; readonly text: Untrusted; readonly missing: HistoryEntry['missing']; readonly time: bigint; readonly number: bigint};

/**
The history of zsh: a ring of entries, each of which points to the one before it and to the one behind it.

@yields {Passed} how far it is
*/
export async function * findZshHistory(walk: Walk): AsyncGenerator<Passed, HistoryEntry[]> {
	const {format, reader, breath} = walk;
	if (format.wordSize !== 8) {
		return [];
	}

	const seen = new Set<bigint>();
	const entries: HistoryEntry[] = [];
	const places = yield * placesOf(pattern(format.order), walk);
	for (const place of places) {
		if (!seen.has(place) && readHistent(reader, place) !== undefined) {
			const ring = await ringOf(place, walk);
			for (const address of ring.addresses) {
				seen.add(address);
			}

			entries.push(...entriesOf(ring, reader));
		}

		if (breath.isDue) {
			await breath.take();
		}
	}

	return entries;
}

type Ring = {readonly addresses: readonly bigint[]; readonly isClosed: boolean};

// From an entry to the older ones, up to where the ring closes; where it is broken, also to the newer ones.
async function ringOf(place: bigint, walk: Walk): Promise<Ring> {
	const older = await follow(place, offset.up, offset.down, walk);
	if (older.at(-1) === place) {
		return {addresses: older, isClosed: true};
	}

	const newer = await follow(place, offset.down, offset.up, walk);
	return {addresses: [...older, place, ...newer], isClosed: false};
}

/** The entries that follow one, as long as each points back; the last is the first one again where the ring closes. */
async function follow(first: bigint, ahead: bigint, back: bigint, {reader, breath, most}: Walk): Promise<bigint[]> {
	const addresses: bigint[] = [];
	for (let [from, next] = [first, reader.word(first + ahead)]; next !== undefined && reader.holdsWords(next) && reader.word(next + back) === from && addresses.length < most; [from, next] = [next, reader.word(next + ahead)]) {
		addresses.push(next);
		if (next === first) {
			break;
		}

		if (breath.isDue) {
			await breath.take();
		}
	}

	return addresses;
}

function entriesOf({addresses, isClosed}: Ring, reader: MemoryReader): HistoryEntry[] {
	// The line that is being edited is in the ring too, without a text of its own.
	const known = addresses.map(address => readHistent(reader, address)).filter(entry => entry !== undefined);
	if (!isClosed && known.length === 1) {
		return [];
	}

	return known.sort((a, b) => Number(a.number - b.number)).map(({address, textAddress, text, missing, time}, index) => ({
		keeper: 'zsh', source: isClosed ? 'list' : 'loose list', number: index + 1,
		command: text, missing, time: time === 0n ? undefined : time, address, commandAddress: textAddress,
	}));
}

function readHistent(reader: MemoryReader, address: bigint): Histent | undefined {
	const [textAddress, time, words, number] = reader.holdsWords(address) ? [offset.text, offset.started, offset.words, offset.number].map(at => reader.word(address + at)) : [];
	if (textAddress === undefined || time === undefined || words === undefined || number === undefined || number === 0n || number > 0xFFFF_FFFFn || !reader.isMapped(textAddress) || (words !== 0n && !reader.isMapped(words))) {
		return undefined;
	}

	const {bytes, ends} = reader.string(textAddress, longestCommand);
	const text = new Untrusted(unmetafied(bytes));
	const missing = ends === 'NUL' ? undefined : ends;
	return missing === undefined && !looksTyped(text) ? undefined : {address, textAddress, text, missing, time, number};
}
