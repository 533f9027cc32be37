import {attempt, lazy} from '../archive/attempt.js';
import type {PageCount, Vma} from '../memory/memory.js';
import type {Process} from '../checkpoint/process.js';
import {cell, listed} from './rows.js';
import type {ProcessView} from './view.js';

/** Its pages are counted when the first column asks for them. */
type Mapping = {readonly process: Process; readonly vma: Vma; readonly pages: () => PageCount};

const pages = (row: Mapping, kind: keyof PageCount) => cell(() => row.pages()[kind]);

/** The memory map of a process; each row is made when it is looked at. */
export const maps: ProcessView<Mapping> = {
	name: 'maps',
	title: 'Maps',
	summary: 'Memory mappings: protection, what is mapped, and how many of its pages are in this dump, in its parent, shared, left behind by a lazy dump, or lost.',
	columns: [
		{name: 'start', title: 'Start', type: 'address', value: ({vma}) => vma.start},
		{name: 'size', title: 'Size', type: 'bytes', value: ({vma}) => vma.end - vma.start},
		{name: 'protection', title: 'Prot', type: 'text', value: ({vma}) => vma.protection},
		{name: 'name', title: 'Name', type: 'text', min: 36, isPath: true, value: ({process, vma}) => cell(() => process.mappingName(vma))},
		{name: 'pages_dumped', title: 'Pages', type: 'number', value: row => pages(row, 'dumped')},
		{name: 'pages_parent', title: 'Parent', type: 'number', shown: 'if-filled', value: row => pages(row, 'parent')},
		{name: 'pages_lazy', title: 'Lazy', type: 'number', shown: 'if-filled', value: row => pages(row, 'lazy')},
		{name: 'pages_shared', title: 'Shared', type: 'number', shown: 'if-filled', value: row => pages(row, 'shared')},
		{name: 'pages_lost', title: 'Lost', type: 'number', shown: 'if-filled', value: row => pages(row, 'lost')},
		{name: 'kind', title: 'Kind', type: 'text', value: ({vma}) => vma.kind},
		{name: 'end', title: 'End', type: 'address', value: ({vma}) => vma.end},
		{name: 'offset', title: 'Offset', type: 'address', shown: 'if-filled', value: ({vma}) => vma.offset},
	],
	rows(process) {
		if (!process.hasMemory) {
			return listed([]);
		}

		const {memory} = process;
		return {length: memory.vmas.length, at: index => ({process, vma: memory.vmas.at(index), pages: lazy(() => memory.pages(index))})};
	},
	notes: process => [
		...process.memoryOnly ? ['A pre-dump does not list the mappings: these are the stretches that it has pages of.'] : [],
		...lacksDeletions(process) ? ['Which of the mapped files were deleted is not known: remap-fpath.img is lost.'] : [],
	],
	address: ({vma}) => vma.start,
	area: ({vma}) => vma,
};

/** Its program is a mapped file too. */
function lacksDeletions(process: Process): boolean {
	const exe = attempt(() => process.exe);
	return exe.state === 'ready' && exe.value !== undefined && exe.value.deleted === undefined;
}
