import type {ProcessStrings} from '../checkpoint/model.js';
import {Untrusted} from '../text/untrusted.js';
import {stringNotes} from './args.js';
import {listed} from './rows.js';
import type {ProcessView} from './view.js';

type Variable = {readonly name: Untrusted; readonly value: Untrusted | undefined; readonly address: bigint};

const equalsSign = 0x3d;

/** The environment that a process was started with, one variable a row. */
export const env: ProcessView<Variable> = {
	name: 'env',
	title: 'Env',
	summary: 'The environment that the process was started with, as /proc/PID/environ had it.',
	columns: [
		{name: 'name', title: 'Name', type: 'text', min: 14, max: 32, value: ({name}) => name},
		{name: 'value', title: 'Value', type: 'text', min: 24, value: ({value}) => value},
		{name: 'address', title: 'Address', type: 'address', value: ({address}) => address},
	],
	rows({environ}) {
		const indexes = indexesOfStrings(environ);
		return listed(indexes.map(index => ({...nameAndValue(environ.strings[index]!), address: environ.addresses[index]!})));
	},
	notes: ({environ}) => stringNotes(environ, 'The program wrote a title over its environment: this is what is left of it.'),
	address: ({address}) => address,
};

// What a title left behind is mostly NULs: each would be a string without a character.
function indexesOfStrings({strings, overwritten}: ProcessStrings): number[] {
	return [...strings.keys()].filter(index => !overwritten || strings[index]!.length > 0);
}

/** The strings of an environment, without what a title left behind. */
export function environmentStrings(environ: ProcessStrings): Untrusted[] {
	return indexesOfStrings(environ).map(index => environ.strings[index]!);
}

/** A string of the environment, which need not hold an equals sign: then it has no value. */
export function nameAndValue(string: Untrusted): Omit<Variable, 'address'> {
	const end = string.bytes.indexOf(equalsSign);
	return end === -1
		? {name: string, value: undefined}
		: {name: new Untrusted(string.bytes.subarray(0, end)), value: new Untrusted(string.bytes.subarray(end + 1))};
}
