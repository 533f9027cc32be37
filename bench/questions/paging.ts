import {middleOfMemory} from '../inputs/middle-of-memory.js';
import {heldKey} from '../held-key.js';
import type {Question} from '../question.js';

const pageDown = '\x1b[6~';

// What Ink writes for a full scroll.
const sizes = [
	{columns: 120, rows: 40, mostBytes: 7000},
	{columns: 200, rows: 60, mostBytes: 19_000},
] as const;

const figures = [
	{name: 'page-time', what: 'a page further in memory, time of the main thread', figure: 'time', unit: 'ms'},
	{name: 'page-bytes', what: 'a page further in memory, bytes to the terminal', figure: 'bytes', unit: 'bytes'},
] as const;

/** What it costs to hold PageDown over memory. */
export const paging: readonly Question[] = sizes.flatMap(({columns, rows, mostBytes}) => figures.map(({name, what, figure, unit}): Question => ({
	name: `${name}-${columns}`,
	what: `${what}, ${columns}x${rows}`,
	async ask({inputs, cryoscope}) {
		const tar = await inputs.tar();
		const address = await middleOfMemory(tar, inputs.pid);
		return {
			contenders: [heldKey({name: 'cryoscope', command: cryoscope(tar), columns, rows, before: ['8', `g${address.toString(16)}\r`], key: pageDown, figure})],
			unit,
			most: figure === 'time' ? 16 : mostBytes,
		};
	},
})));
