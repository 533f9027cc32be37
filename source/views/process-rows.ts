import {attempt} from '../archive/attempt.js';
import type {Process} from '../checkpoint/process.js';
import type {Charset} from '../text/printable.js';
import {withoutRemains} from './args.js';
import {compareProcesses, type ProcessOrder} from './process-order.js';

/** What the lines of a tree are drawn with; one level is two cells. */
export type TreeGlyphs = {readonly branch: string; readonly lastBranch: string; readonly stem: string};

export const treeGlyphs: Readonly<Record<Charset, TreeGlyphs>> = {
	unicode: {branch: '├ ', lastBranch: '└ ', stem: '│ '},
	ascii: {branch: '|-', lastBranch: '`-', stem: '| '},
};

/** One line of the process tree. */
export type ProcessRow = {
	readonly process: Process;
	/** The lines that lead from the parents to it; of those of a very deep tree the end. */
	readonly lines: string;
	readonly depth: number;
	readonly hasChildren: boolean;
	readonly isFolded: boolean;
	/** False for a process that is only listed because one below it matches the filter. */
	readonly matches: boolean;
};

export type TreeOptions = {
	readonly folded: ReadonlySet<number>;
	/** Show only processes whose label or pid holds this, and their parents. Folds are ignored meanwhile. */
	readonly filter: string;
	/** Show command lines, not names. */
	readonly showsCommand: boolean;
	/** How those with one parent are ordered. */
	readonly order: ProcessOrder;
};

/** The process by its command line or its name; by its name where the dump has no command line. */
export function processLabel(process: Process, showsCommand: boolean): string {
	if (showsCommand) {
		const argv = attempt(() => withoutRemains(process.argv));
		if (argv.state === 'ready' && argv.value.some(argument => argument.length > 0)) {
			return argv.value.map(String).join(' ');
		}
	}

	const comm = attempt(() => String(process.comm));
	return comm.state === 'ready' ? comm.value : '?';
}

/** What is unusual about the process, in a word or two. */
export function processNote(process: Process): string {
	if (process.memoryOnly) {
		return 'memory only';
	}

	const state = attempt(() => process.state);
	if (state.state !== 'ready') {
		return state.state === 'pending' ? '' : 'damaged';
	}

	return state.value !== 'alive' ? state.value : (process.orphan ? (process.ppid === undefined ? 'orphan?' : 'orphan') : '');
}

// More levels than a terminal has room for: the lines of a hundred thousand would fill a disk.
const longestLines = 2 * 200;

/** The tree as lines, top to bottom; without recursion, since a suspect decides how deep it is. */
export function processRows(roots: readonly Process[], {folded, filter, showsCommand, order}: TreeOptions, glyphs: TreeGlyphs): ProcessRow[] {
	const needle = filter.toLowerCase();
	const texts = (process: Process) => [processLabel(process, showsCommand).toLowerCase(), processNote(process)];
	const matches = (process: Process) => needle === '' || String(process.pid) === needle || texts(process).some(text => text.includes(needle));
	const wanted = needle === '' ? undefined : withParents(roots, matches);
	const compare = compareProcesses(order);
	const rows: ProcessRow[] = [];
	const stack: Array<{readonly process: Process; readonly stems: string; readonly depth: number; readonly isLast: boolean}> = [];
	const push = (processes: readonly Process[], stems: string, depth: number) => {
		const shown = (wanted ? processes.filter(process => wanted.has(process)) : processes).toSorted(compare);
		for (let index = shown.length - 1; index >= 0; index--) {
			stack.push({process: shown[index]!, stems, depth, isLast: index === shown.length - 1});
		}
	};

	push(roots, '', 0);
	for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
		const {process, stems, depth, isLast} = next;
		const isFolded = wanted === undefined && folded.has(process.pid);
		rows.push({
			process, depth, isFolded,
			lines: depth === 0 ? '' : stems.slice(2 - longestLines) + (isLast ? glyphs.lastBranch : glyphs.branch),
			hasChildren: process.children.length > 0,
			matches: matches(process),
		});
		if (!isFolded) {
			push(process.children, depth === 0 ? '' : stems.slice(-longestLines) + (isLast ? '  ' : glyphs.stem), depth + 1);
		}
	}

	return rows;
}

function withParents(roots: readonly Process[], matches: (process: Process) => boolean): Set<Process> {
	const wanted = new Set<Process>();
	const parents = new Map<Process, Process>();
	const stack = [...roots];
	for (let process = stack.pop(); process !== undefined; process = stack.pop()) {
		for (const child of process.children) {
			parents.set(child, process);
			stack.push(child);
		}

		if (!matches(process)) {
			continue;
		}

		for (let above: Process | undefined = process; above !== undefined && !wanted.has(above); above = parents.get(above)) {
			wanted.add(above);
		}
	}

	return wanted;
}
