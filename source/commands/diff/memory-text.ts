import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {counted} from '../../checkpoint/compose.js';
import type {Process} from '../../checkpoint/process.js';
import type {Vma} from '../../memory/memory.js';
import {presenceText} from '../../views/absence.js';
import {formatAddress} from '../../views/cell-text.js';
import type {Both} from '../../views/diff/difference.js';
import type {MemoryDifference} from '../../views/diff/memory.js';
import type {PageRanges} from '../../views/diff/page-ranges.js';
import type {PageCounts} from '../../views/diff/page-tally.js';
import {formatCount} from '../../views/format.js';
import {cell} from '../../views/rows.js';
import type {Column} from '../../views/view.js';
import {cut, sectionText, type Entry} from './section.js';

type Row = {readonly pid: number; readonly mapping: {readonly process: Process; readonly vma: Vma} | undefined; readonly counts: PageCounts};

// A terminal's lines are for people; all of them are in a pipe and in JSON.
const mostRanges = 8;

const columns: ReadonlyArray<Column<Row>> = [
	{name: 'pid', title: 'PID', type: 'pid', value: ({pid}) => pid},
	{name: 'start', title: 'Start', type: 'address', value: ({mapping}) => mapping?.vma.start},
	{name: 'changed', title: 'Changed', type: 'number', value: ({counts}) => counts.changed},
	{name: 'same', title: 'Same', type: 'number', value: ({counts}) => counts.same},
	{name: 'unknown', title: 'Unknown', type: 'number', shown: 'if-filled', value: ({counts}) => counts.unknown},
	{name: 'only_a', title: 'Only A', type: 'number', shown: 'if-filled', value: ({counts}) => counts.onlyA},
	{name: 'only_b', title: 'Only B', type: 'number', shown: 'if-filled', value: ({counts}) => counts.onlyB},
	{name: 'protection', title: 'Prot', type: 'text', value: ({mapping}) => mapping?.vma.protection},
	{name: 'name', title: 'Name', type: 'text', min: 24, isPath: true, value: ({mapping}) => cell(() => mapping?.process.mappingName(mapping.vma))},
];

/**
The memory of each process: mappings with pages that changed or are unknown, and which these are.

@yields lines
*/
export function * memoryText(memory: readonly MemoryDifference[], checkpoints: Both<Checkpoint>, width: number | undefined): Generator<string> {
	yield * sectionText('Memory Page Changes', columns, memory.flatMap(({pid, pageSize, mappings}) => mappings.map(({side, vma, counts, changed}): Entry<Row> => {
		const process = vma === -1 ? undefined : checkpoints[side].process(pid);
		return {
			marker: counts.changed + counts.onlyA + counts.onlyB > 0 ? '~' : '?',
			row: {pid, counts, mapping: process && {process, vma: process.memory.vmas.at(vma)}},
			lines: rangeLines(changed, pageSize, width === undefined ? Infinity : mostRanges),
		};
	})), width);
	for (const {pid, total, unknown} of memory) {
		yield `${cut(`  PID ${pid}: ${formatCount(total.changed)} changed, ${formatCount(total.same)} the same, ${formatCount(total.unknown)} unknown`, width)}\n`;
		for (const {a, b, pages} of unknown) {
			yield `${cut(`      ${counted(pages, 'page')} unknown: ${a === b ? presenceText(a) : `A ${presenceText(a)}, B ${presenceText(b)}`}`, width)}\n`;
		}
	}
}

function * rangeLines(ranges: PageRanges, pageSize: number, most: number): Generator<string> {
	let count = 0;
	for (const [start, end] of ranges) {
		if (count === most) {
			yield `and ${formatCount(ranges.length - most)} more: all of them are in a pipe, and with --format json`;
			return;
		}

		count++;
		yield `${formatAddress(start)}-${formatAddress(end)} ${counted(Number(end - start) / pageSize, 'page')}`;
	}
}
