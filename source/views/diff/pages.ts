import {attempt} from '../../archive/attempt.js';
import type {InputError} from '../../archive/byte-source.js';
import {larger, smaller} from '../../memory/big.js';
import type {AddressSpace} from '../../memory/memory.js';
import {hasContent, type Run} from '../../memory/presence.js';
import type {Both, Side} from './difference.js';
import {isKnown, PageTally, type MappingPages, type PageCounts, type UnknownPages} from './page-tally.js';

export type PageDifference = {
	/** Bytes of a page; where the sides disagree, of the smaller one. */
	readonly pageSize: number;
	readonly total: PageCounts;
	/** In the order of their addresses. */
	readonly mappings: readonly MappingPages[];
	readonly unknown: readonly UnknownPages[];
	/** What could not be read. */
	readonly errors: ReadonlyArray<{readonly side: Side; readonly error: InputError}>;
};

/** The memory of one side. */
export type Space = {
	readonly space: AddressSpace;
	/** It says where mappings are: a pre-dump has pages, and no mappings. */
	readonly isMapped: boolean;
};

const chunkSize = 1024 * 1024;
const zeros = Buffer.alloc(chunkSize);

/**
Compares two memories page by page, address by address. Only what both sides have is read, a piece at a time.

@yields bytes that were compared since it last did
*/
export function * comparePages(sides: Both<Space>): Generator<number, PageDifference> {
	const pageSize = Math.min(sides.a.space.pageSize, sides.b.space.pageSize);
	const tally = new PageTally();
	const errors = new Map<string, {side: Side; error: InputError}>();
	const readers = {a: reader('a', sides.a, errors), b: reader('b', sides.b, errors)};
	yield * compareStretch({sides, readers, pageSize, tally}, 0n, 1n << 64n);
	return {pageSize, total: tally.total, mappings: tally.mappings, unknown: tally.unknown, errors: [...errors.values()]};
}

type Work = {
	readonly sides: Both<Space>;
	readonly readers: Both<Reader>;
	readonly pageSize: number;
	readonly tally: PageTally;
};

function * compareStretch(work: Work, from: bigint, until: bigint): Generator<number> {
	const {sides, pageSize, tally} = work;
	const page = BigInt(pageSize);
	for (const {a, b, start, end} of inStep(runsOf(sides.a, from, until), runsOf(sides.b, from, until))) {
		// Where a pages file is cut off in the middle of a page, none of that page is compared.
		const to = end - end % page;
		if (isKnown(a.presence) && isKnown(b.presence)) {
			if (a.presence !== 'zero' || b.presence !== 'zero') {
				tally.enter(a, b);
				yield * compareKnown(work, {a, b, start, end: to});
			}
		} else {
			countUnread(sides, {a, b, start: start - start % page, end: to}, pageSize, tally);
		}
	}
}

/** Addresses for which each side has one answer. */
type Step = {readonly a: Run; readonly b: Run; readonly start: bigint; readonly end: bigint};

/** Gives the bytes of a part of a run; `failed` when it can't be read, `less` when not all of it is there after all. */
type Reader = (run: Run, address: bigint, length: number) => Buffer | 'failed' | 'less';

function reader(side: Side, {space}: Space, errors: Map<string, {side: Side; error: InputError}>): Reader {
	const buffer = Buffer.alloc(chunkSize);
	return ({presence}, address, length) => {
		if (presence === 'zero') {
			return zeros.subarray(0, length);
		}

		const target = buffer.subarray(0, length);
		const read = attempt(() => space.read(address, target));
		if (read.state === 'pending') {
			throw read.error;
		}

		if (read.state === 'failed') {
			errors.set(`${side} ${read.error.message}`, {side, error: read.error});
			return 'failed';
		}

		return read.value.every(run => isKnown(run.presence)) ? target : 'less';
	};
}

function * compareKnown(work: Work, {a, b, start, end}: Step): Generator<number> {
	const {readers, pageSize, tally} = work;
	for (let position = start; position < end; position += BigInt(chunkSize)) {
		const length = Math.min(Number(end - position), chunkSize);
		const bytes = {a: readers.a(a, position, length), b: readers.b(b, position, length)};
		if (bytes.a === 'less' || bytes.b === 'less') {
			// What is damaged shows when it is read: now it is known.
			yield * compareStretch(work, position, position + BigInt(length));
			continue;
		}

		if (bytes.a === 'failed' || bytes.b === 'failed') {
			tally.countUnknown(bytes.a === 'failed' ? 'damaged' : a.presence, bytes.b === 'failed' ? 'damaged' : b.presence, length / pageSize);
		} else {
			compareBytes(bytes.a, bytes.b, Number(position), pageSize, tally);
		}

		yield length;
	}
}

function compareBytes(a: Buffer, b: Buffer, address: number, pageSize: number, tally: PageTally): void {
	if (a.equals(b)) {
		tally.countSame(a.length / pageSize);
		return;
	}

	for (let offset = 0; offset < a.length; offset += pageSize) {
		if (a.compare(b, offset, offset + pageSize, offset, offset + pageSize) === 0) {
			tally.countSame(1);
		} else {
			tally.countChanged(address + offset, address + offset + pageSize);
		}
	}
}

function countUnread(sides: Both<Space>, {a, b, start, end}: Step, pageSize: number, tally: PageTally): void {
	const pages = Number(end - start) / pageSize;
	const only = a.presence === 'unmapped' ? 'b' : (b.presence === 'unmapped' ? 'a' : undefined);
	if (only === undefined) {
		tally.enter(a, b);
		tally.countUnknown(a.presence, b.presence, pages);
	} else if (hasContent((only === 'a' ? a : b).presence)) {
		tally.enter(a, b);
		if (sides[only === 'a' ? 'b' : 'a'].isMapped) {
			tally.countOnly(only, pages);
		} else {
			tally.countUnknown(a.presence, b.presence, pages);
		}
	}
}

function runsOf({space}: Space, start: bigint, end: bigint): Iterator<Run> {
	return space.runs(start, end)[Symbol.iterator]();
}

/**
Walks two coverings of the same addresses at once.

@yields stretches in order
*/
function * inStep(a: Iterator<Run>, b: Iterator<Run>): Generator<Step> {
	let [left, right] = [a.next(), b.next()];
	while (!left.done && !right.done) {
		const [one, other] = [left.value, right.value];
		const start = larger(one.start, other.start);
		const end = smaller(one.end, other.end);
		yield {a: one, b: other, start, end};
		if (one.end === end) {
			left = a.next();
		}

		if (other.end === end) {
			right = b.next();
		}
	}
}
