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
	rows({environ: {strings, addresses, overwritten}}) {
		const variables = strings.map((string, index) => variable(string, addresses[index]!));
		// What a title left behind is mostly NULs: each would be a string without a character.
		return listed(overwritten ? variables.filter(({name, value}) => name.length > 0 || value !== undefined) : variables);
	},
	notes: ({environ}) => stringNotes(environ, 'The program wrote a title over its environment: this is what is left of it.'),
	address: ({address}) => address,
};

// A string need not hold an equals sign: then it has no value.
function variable(string: Untrusted, address: bigint): Variable {
	const end = string.bytes.indexOf(equalsSign);
	return end === -1
		? {name: string, value: undefined, address}
		: {name: new Untrusted(string.bytes.subarray(0, end)), value: new Untrusted(string.bytes.subarray(end + 1)), address};
}
