import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Both} from '../../views/diff/difference.js';
import type {MemoryDifference} from '../../views/diff/memory.js';
import type {PageRanges} from '../../views/diff/page-ranges.js';
import type {MappingPages, PageCounts} from '../../views/diff/page-tally.js';
import type {Json, JsonObject} from '../../writing/json.js';
import {mappingJson} from './rows-json.js';

/** The memory of each process, compared. */
export function memoryJson(memory: readonly MemoryDifference[], checkpoints: Both<Checkpoint>): Json {
	return memory.map(({pid, pageSize, total, unknown, mappings}) => ({
		pid,
		page_size: pageSize,
		pages: countsJson(total),
		unknown_pages: unknown.map(({a, b, pages}) => ({a, b, pages})),
		mappings: mappings.map(mapping => mappingPagesJson(mapping, pid, checkpoints, pageSize)),
	}));
}

function mappingPagesJson({side, vma, counts, changed}: MappingPages, pid: number, checkpoints: Both<Checkpoint>, pageSize: number): JsonObject {
	const process = vma === -1 ? undefined : checkpoints[side].process(pid);
	return {
		...process && mappingJson({process, vma: process.memory.vmas.at(vma)}),
		checkpoint: side,
		pages: countsJson(counts),
		changed_ranges: rangesJson(changed, pageSize),
	};
}

function countsJson({same, changed, onlyA, onlyB, unknown, outside, lost}: PageCounts): JsonObject {
	return {same, changed, only_a: onlyA, only_b: onlyB, unknown, unknown_never_dumped: outside, unknown_lost: lost};
}

function * rangesJson(ranges: PageRanges, pageSize: number): Generator<Json> {
	for (const [start, end] of ranges) {
		yield {start: `0x${start.toString(16)}`, end: `0x${end.toString(16)}`, pages: Number(end - start) / pageSize};
	}
}
