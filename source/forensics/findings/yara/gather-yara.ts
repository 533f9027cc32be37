import {InputError} from '../../../archive/byte-source.js';
import {firstIndex} from '../../../archive/first-index.js';
import type {Checkpoint} from '../../../checkpoint/checkpoint.js';
import {isLost, type Presence, type Segment} from '../../../memory/presence.js';
import type {Passed} from '../../find-pattern.js';
import type {Finding} from '../finding.js';
import {mostAtOnce} from './model.js';
import {keptOwners, memoryOwners} from './owners.js';
import {contentUnits, memoryUnits, SourceIds, type ContentOwner, type MemoryOwner, type Unit} from './units.js';
import {placeOf, YaraClues} from './yara-clues.js';
import type {YaraRules} from './yara-rules.js';

/** What YARA rules found. */
export type YaraFindings = {
	readonly findings: readonly Finding[];
	/** What could not be scanned, a sentence each. */
	readonly problems: readonly string[];
	/** What is not among the findings, for there is too much of it, a sentence each. */
	readonly omitted: readonly string[];
	/** Bytes of memory that CRIU left out, by why. */
	readonly notDumped: ReadonlyMap<Presence, bigint>;
	/** How many mappings and files were scanned in pieces. */
	readonly cut: number;
};

/**
Scans the memory of every process, what the kernel kept for them, and the files of the container with YARA rules. Bytes that several share are scanned once.

@yields how far it is; it ends early when `signal` says so
@throws {PendingError} while the archive is being decompressed
*/
export async function * gatherYara(checkpoint: Checkpoint, rules: YaraRules, signal?: AbortSignal): AsyncGenerator<Passed, YaraFindings> {
	await checkpoint.savedTrees.whenOpen();
	const walk = new Walk();
	const tell = (problem: string) => {
		walk.tell(problem);
	};

	const memories = memoryOwners(checkpoint, tell);
	const kept = keptOwners(checkpoint, tell);
	const total = memories.reduce((sum, {process}) => sum + process.memory.contentSize, 0) + kept.reduce((sum, {content}) => sum + sizeOf(content.segments), 0);
	const clues = new YaraClues();
	let passed = 0;
	for (const batch of batches(walk.units(memories, kept))) {
		try {
			for await (const news of scanBatch(batch, rules, signal)) {
				if (news.type === 'passed') {
					passed += news.bytes;
					yield {passed: Math.min(passed, total), total};
				} else if (news.type === 'matched') {
					clues.add(news.unit, news.matches, news.start);
				} else {
					walk.tell(`${nameOf(news.unit)}: ${news.type === 'broken' ? '' : 'not all of it could be scanned: '}${news.reason}`);
				}
			}
		} catch (error) {
			walk.tell(complaintOf(error));
		}

		if (signal?.aborted) {
			break;
		}
	}

	for (const {unit, first} of walk.repeats) {
		clues.repeat(unit, first);
	}

	return {findings: clues.findings([...memories, ...kept]), problems: [...walk.problems], omitted: clues.omitted(), notDumped: walk.notDumped, cut: walk.cut};
}

/** What is met on the way. */
class Walk {
	readonly problems = new Set<string>();
	readonly notDumped = new Map<Presence, bigint>();
	/** Of bytes that were met before: where, and where first. */
	readonly repeats: Array<{readonly unit: Unit; readonly first: Unit}> = [];
	cut = 0;
	readonly #known = new Map<string, Unit>();
	readonly #ids = new SourceIds();

	tell(problem: string): void {
		this.problems.add(problem);
	}

	/**
	What is to be scanned, once.

	@yields in order of processes, then of contents
	*/
	* units(memories: readonly MemoryOwner[], kept: readonly ContentOwner[]): Generator<Unit> {
		const leave = (presence: Presence, bytes: bigint) => {
			if (!isLost(presence)) {
				this.notDumped.set(presence, (this.notDumped.get(presence) ?? 0n) + bytes);
			}
		};

		for (const owner of memories) {
			yield * this.#new(memoryUnits(owner, this.#ids, leave));
		}

		for (const owner of kept) {
			yield * this.#new(contentUnits(owner, this.#ids));
		}
	}

	* #new(units: Iterable<Unit>): Generator<Unit> {
		try {
			for (const unit of units) {
				const first = unit.key === undefined ? undefined : this.#known.get(unit.key);
				if (first !== undefined) {
					this.repeats.push({unit, first});
					continue;
				}

				if (unit.key !== undefined) {
					this.#known.set(unit.key, unit);
				}

				this.cut += unit.segment.length > mostAtOnce ? 1 : 0;
				yield unit;
			}
		} catch (error) {
			this.tell(complaintOf(error));
		}
	}
}

function nameOf(unit: Unit): string {
	const {owner: {process, content}} = unit;
	return `${content === undefined ? `pid ${process.pid}: ` : ''}${placeOf(unit).toString()}`;
}

function complaintOf(error: unknown): string {
	if (!(error instanceof InputError)) {
		throw error;
	}

	return error.message;
}

// What one task of the thread has at most, or a little more.
const batchSize = 64 * 1024 * 1024;
const batchCount = 1024;

function * batches(units: Iterable<Unit>): Generator<readonly Unit[]> {
	let batch: Unit[] = [];
	let size = 0;
	for (const unit of units) {
		batch.push(unit);
		size += unit.segment.length;
		if (size >= batchSize || batch.length === batchCount) {
			yield batch;
			batch = [];
			size = 0;
		}
	}

	if (batch.length > 0) {
		yield batch;
	}
}

// In the plan every unit has addresses of its own, as if one stood behind the other: what comes of a unit of which some is missing are several segments.
async function * scanBatch(batch: readonly Unit[], rules: YaraRules, signal: AbortSignal | undefined) {
	const bases: number[] = [];
	let size = 0;
	const segments = batch.map(({segment}): Segment => {
		bases.push(size);
		size += segment.length;
		return {...segment, start: BigInt(bases.at(-1)!)};
	});
	for await (const {plan, ...news} of rules.scan(segments, signal)) {
		if (news.type === 'passed') {
			yield news;
		} else {
			const start = Number(plan.starts[news.segment]);
			const index = firstIndex(bases.length, at => bases[at]! > start) - 1;
			yield {...news, unit: batch[index]!, start: start - bases[index]!};
		}
	}
}

function sizeOf(segments: readonly Segment[]): number {
	return segments.reduce((sum, {length}) => sum + length, 0);
}
