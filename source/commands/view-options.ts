import type {Options} from './command.js';

/** How rows are written; the first is what a person gets. */
export const formats = ['table', 'json', 'ndjson', 'csv'] as const;
export type Format = (typeof formats)[number];

export const formatOption = {
	format: {value: 'FORMAT', choices: formats, help: 'table for people, cut at the edge of a terminal and whole in a pipe; json, ndjson (a row a line) or csv for programs'},
} as const satisfies Options;

export const pidOption = {
	pid: {short: 'p', value: 'N', isNumber: true, isRepeatable: true, help: 'only of this process; may be given several times'},
} as const satisfies Options;
