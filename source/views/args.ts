import type {ProcessStrings} from '../checkpoint/model.js';
import type {Untrusted} from '../text/untrusted.js';
import {listed} from './rows.js';
import type {ProcessView} from './view.js';

type Argument = {readonly index: number; readonly value: Untrusted; readonly address: bigint};

/** The command line of a process, one argument a row. */
export const args: ProcessView<Argument> = {
	name: 'args',
	title: 'Args',
	summary: 'The command line, one argument a row, as /proc/PID/cmdline had it.',
	columns: [
		{name: 'index', title: '#', type: 'number', value: ({index}) => index},
		{name: 'value', title: 'Argument', type: 'text', min: 24, value: ({value}) => value},
		{name: 'address', title: 'Address', type: 'address', value: ({address}) => address},
	],
	rows: ({argv}) => listed(withoutRemains(argv).map((value, index) => ({index, value, address: argv.addresses[index]!}))),
	notes: ({argv}) => stringNotes(argv, 'The program wrote over its arguments: this is what is left of them.'),
	address: ({address}) => address,
};

/** The arguments. A title is followed by NULs up to the end of what it was written over, each of which would be an empty argument: those are left out. */
export function withoutRemains({strings, overwritten}: ProcessStrings): readonly Untrusted[] {
	return overwritten ? strings.slice(0, strings.findLastIndex(string => string.length > 0) + 1) : strings;
}

/** What a person has to be told of strings that are not all there. */
export function stringNotes({overwritten, missing}: ProcessStrings, whenOverwritten: string): string[] {
	return [
		...(overwritten ? [whenOverwritten] : []),
		...(missing === undefined ? [] : [`Not all of it is here: ${missing}.`]),
	];
}
