import {createHash} from 'node:crypto';
import {segmentLength, type Plan} from '../../../search/plan.js';
import {holeEnd, readSegment} from '../../../search/plan-reader.js';
import {Breath} from '../../breath.js';
import type {CompiledRules} from './engine.js';
import {brokenText} from './message-text.js';
import {mostAtOnce, overlap, type YaraMatch, type YaraNews, type YaraString, type YaraTask} from './model.js';

type Scan = CompiledRules['scan'];

// In ms.
const interval = 100;

// Bytes of a match that are told.
const mostShown = 64;

// To scan a page takes the engine as long as a mebibyte, and processes that were forked have many alike.
const mostHashed = 1024 * 1024;
const mostKnown = 100_000;
const known = new Map<string, readonly YaraMatch[]>();

let buffer = Buffer.alloc(0);

/** Scans segments of a plan, one after the other, and says what is found. */
export async function scanSegments({plan, from}: YaraTask, {scan, isSpent}: Pick<CompiledRules, 'scan' | 'isSpent'>, say: (news: YaraNews) => void): Promise<void> {
	// What the engine made for a scan is not collected before the thread rests.
	const breath = new Breath();
	let due = performance.now() + interval;
	let passed = 0;
	const pass = (bytes: number) => {
		passed += bytes;
		if (performance.now() <= due) {
			return;
		}

		due = performance.now() + interval;
		say({type: 'passed', bytes: passed});
		passed = 0;
	};

	for (let segment = from; segment < plan.starts.length; segment++) {
		let matches: readonly YaraMatch[];
		try {
			matches = scanSegment({plan, segment, scan, pass, unread(reason) {
				say({type: 'unread', segment, reason});
			}});
		} catch (error) {
			// What reads hostile bytes may break on them.
			say({type: 'broken', segment, reason: brokenText(error)});
			return;
		}

		if (matches.length > 0) {
			say({type: 'matched', segment, matches});
		}

		if (breath.isDue) {
			await breath.take();
		}
	}

	say({type: 'passed', bytes: passed});
	say({type: 'done', isSpent: isSpent()});
}

type Task = {
	readonly plan: Plan;
	readonly segment: number;
	readonly scan: Scan;
	readonly pass: (bytes: number) => void;
	readonly unread: (reason: string) => void;
};

function scanSegment({plan, segment, scan, pass, unread}: Task): readonly YaraMatch[] {
	const length = segmentLength(plan, segment);
	if (buffer.length < Math.min(length, mostAtOnce)) {
		buffer = Buffer.allocUnsafe(length > mostHashed ? mostAtOnce : mostHashed);
	}

	const found: YaraMatch[] = [];
	let done = 0;
	for (const {start, end, own} of piecesOf(length, position => holeEnd(plan, segment, position))) {
		const {count, error} = readSegment(plan, segment, buffer.subarray(0, end - start), start);
		const bytes = buffer.subarray(0, count);
		if (count < end - start) {
			unread(error ?? 'it is not there any more');
		}

		const isWhole = count === length;
		found.push(...isWhole && length <= mostHashed ? scanOnce(bytes, scan) : matchesIn(bytes, scan, {start, own}));
		pass(own - done);
		done = own;
	}

	pass(length - done);
	return found;
}

type Part = {readonly start: number; readonly end: number; readonly own: number};

/**
Cuts so many bytes into pieces of which each has what begins in it before `own`. Of a hole, which a file may have of any size, only what is near to its edges is in any.

@yields them in order; they overlap
*/
function * piecesOf(length: number, holeEndAt: (position: number) => number): Generator<Part> {
	for (let start = 0; start < length;) {
		const end = Math.min(length, start + mostAtOnce);
		const own = end === length ? length : end - overlap;
		yield {start, end, own};
		const zerosEnd = own === length ? length : holeEndAt(own);
		start = zerosEnd === length ? length : Math.max(own, zerosEnd - overlap);
	}
}

function scanOnce(bytes: Buffer, scan: Scan): readonly YaraMatch[] {
	const key = createHash('sha256').update(bytes).digest('base64');
	const matches = known.get(key) ?? matchesIn(bytes, scan, {start: 0, own: bytes.length});
	if (known.size < mostKnown) {
		known.set(key, matches);
	}

	return matches;
}

function matchesIn(bytes: Uint8Array, scan: Scan, {start, own}: Omit<Part, 'end'>): YaraMatch[] {
	return scan(bytes).filter(({isPrivate}) => !isPrivate).flatMap(({identifier, namespace, tags, metadata, patterns}): YaraMatch[] => {
		const ours = patterns.map(({matches, ...pattern}) => ({...pattern, matches: matches.filter(({offset}) => start + offset < own)}));
		// The next piece has them all.
		if (patterns.some(({matches}) => matches.length > 0) && ours.every(({matches}) => matches.length === 0)) {
			return [];
		}

		const text = (name: string) => {
			// Where there is an escape in a text, the engine tells its bytes.
			const value = metadata.find(meta => meta.identifier === name)?.value;
			return typeof value === 'string' ? value : Array.isArray(value) ? Buffer.from(value as number[]).toString() : undefined;
		};

		return [{
			rule: {name: identifier, namespace, tags, description: text('description'), severity: text('severity')},
			start,
			strings: ours.filter(({isPrivate, matches}) => !isPrivate && matches.length > 0).map((pattern): YaraString => {
				const {offset, length} = pattern.matches[0]!;
				return {identifier: pattern.identifier, count: pattern.matches.length, offset: start + offset, length, bytes: Uint8Array.from(bytes.subarray(offset, offset + Math.min(length, mostShown)))};
			}),
		}];
	});
}
