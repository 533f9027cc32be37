import {memorySource} from '../../source/archive/memory-source.js';
import {larger, smaller} from '../../source/memory/big.js';
import type {AddressSpace, Vma, VmaKind} from '../../source/memory/memory.js';
import {hasContent, type Presence, type Run} from '../../source/memory/presence.js';
import {toSegments} from '../../source/memory/runs.js';

/** A stretch of made-up memory: bytes that are there, or how many are not, and why. */
export type Part = Uint8Array | {readonly presence: Presence; readonly size: number};

export type MadeVma = {readonly start: bigint; readonly parts: readonly Part[]; readonly kind?: VmaKind};

/** An address space for what no real checkpoint shows. */
export function madeMemory(made: readonly MadeVma[], wordSize: 4 | 8 = 8): AddressSpace {
	const runs: Array<Run & {readonly bytes?: Uint8Array}> = [];
	const vmas = made.map(({start, parts, kind = 'anonymous'}, index): Vma => {
		let position = start;
		for (const part of parts) {
			const size = part instanceof Uint8Array ? part.length : part.size;
			const end = position + BigInt(size);
			runs.push({start: position, end, vma: index, ...(part instanceof Uint8Array ? {presence: 'dumped', bytes: part} : {presence: part.presence})});
			position = end;
		}

		return {index, start, end: position, protection: 'rw-p', shared: false, kind, offset: 0n, shmid: 0n, status: 0, flags: 0};
	});

	function * within(start: bigint, end: bigint): Generator<Run & {readonly bytes?: Uint8Array}> {
		let position = start;
		for (const run of runs) {
			if (run.end <= position || run.start >= end) {
				continue;
			}

			if (run.start > position) {
				yield {start: position, end: run.start, presence: 'unmapped', vma: undefined};
			}

			const from = larger(run.start, position);
			const to = smaller(run.end, end);
			yield {...run, start: from, end: to, ...(run.bytes && {bytes: run.bytes.subarray(Number(from - run.start), Number(to - run.start))})};
			position = to;
		}

		if (position < end) {
			yield {start: position, end, presence: 'unmapped', vma: undefined};
		}
	}

	return {
		pageSize: 4096,
		wordSize,
		knowsMappings: true,
		vmas: {
			length: vmas.length,
			at: index => vmas[index]!,
			find: address => vmas.findIndex(vma => vma.start <= address && address < vma.end),
			guards: [],
		},
		runs: within,
		read(address, target) {
			const found = [...within(address, address + BigInt(target.length))];
			for (const run of found) {
				if (run.bytes) {
					target.set(run.bytes, Number(run.start - address));
				} else {
					target.fill(0, Number(run.start - address), Number(run.end - address));
				}
			}

			return found;
		},
		segments: (start, end) => toSegments(withSources(within(start, end))),
		pages: vma => ({dumped: runs.filter(run => run.vma === vma && hasContent(run.presence)).reduce((sum, run) => sum + Number(run.end - run.start) / 4096, 0), parent: 0, lazy: 0, shared: 0, lost: 0}),
		sizes: {},
		contentSize: 0,
		problems: [],
		pageSizeFrom: 'assumed',
	};
}

function * withSources(runs: Iterable<Run & {readonly bytes?: Uint8Array}>): Generator<Run> {
	for (const {bytes, ...run} of runs) {
		yield bytes === undefined ? run : {...run, source: memorySource(bytes), position: 0};
	}
}
