import type {Process} from '../checkpoint/process.js';
import type {PageCount} from '../memory/memory.js';
import {cell, listed} from './rows.js';
import type {ContainerView} from './view.js';

/** How much memory each process had. A dead task has none, and no row. */
export const memorySizes: ContainerView<Process> = {
	name: 'memory',
	title: 'Memory',
	summary: 'How much memory each process has in the dump, and how much it shared.',
	columns: [
		{name: 'pid', title: 'PID', type: 'pid', value: ({pid}) => pid},
		{name: 'process_name', title: 'Process name', type: 'text', value: process => cell(() => process.comm)},
		{name: 'memory_size', title: 'Memory size', type: 'bytes', value: process => cell(() => pagesOf(process, 'dumped', 'parent'))},
		{name: 'shared_memory_size', title: 'Shared memory size', type: 'bytes', value: process => cell(() => sharedSize(process))},
		{name: 'parent_size', title: 'Of it in parent', type: 'bytes', shown: 'if-filled', value: process => cell(() => pagesOf(process, 'parent'))},
		{name: 'lazy_size', title: 'Left on source', type: 'bytes', shown: 'if-filled', value: process => cell(() => pagesOf(process, 'lazy'))},
	],
	rows: ({processes}) => listed(processes.filter(process => cell(() => process.hasMemory) !== false)),
	pid: ({pid}) => pid,
};

/** Bytes of the pages that the process's own pagemap has in these places. */
function pagesOf({memory}: Process, ...places: ReadonlyArray<keyof PageCount>): number {
	let pages = 0;
	for (let index = 0; index < memory.vmas.length; index++) {
		const count = memory.pages(index);
		for (const place of places) {
			pages += count[place];
		}
	}

	return pages * memory.pageSize;
}

/** Bytes of the files and memory objects that the process mapped to share them: what several mappings map of one object counts once. */
function sharedSize(process: Process): number {
	const parts = new Map<string, Range[]>();
	const {vmas} = process.memory;
	for (let index = 0; index < vmas.length; index++) {
		const vma = vmas.at(index);
		if (vma.shared) {
			const key = process.mappedObject(vma);
			const ranges = parts.get(key) ?? [];
			parts.set(key, ranges);
			const start = Number(vma.offset);
			ranges.push([start, start + Number(vma.end - vma.start)]);
		}
	}

	return parts.values().reduce((size, ranges) => size + covered(ranges), 0);
}

type Range = readonly [start: number, end: number];

/** How much is in at least one of the ranges. */
function covered(ranges: readonly Range[]): number {
	let size = 0;
	let position = 0;
	for (const [start, end] of ranges.toSorted(([one], [other]) => one - other)) {
		size += Math.max(0, end - Math.max(start, position));
		position = Math.max(position, end);
	}

	return size;
}
