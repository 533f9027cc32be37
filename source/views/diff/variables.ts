import {Untrusted} from '../../text/untrusted.js';
import {compare, pairOf, type Difference, type Field} from './difference.js';

/** A string of an environment; one without an equals sign has no value. */
export type Variable = {readonly name: Untrusted; readonly value: Untrusted | undefined};

const equalsSign = 0x3d;

const fields: ReadonlyArray<Field<Variable>> = [{name: 'value', title: 'Value', type: 'text', value: ({value}) => value}];

/** Compares two environments by the names of the variables, wherever in them they stand. */
export function compareVariables(a: readonly Untrusted[], b: readonly Untrusted[]): Difference<Variable> {
	return compare(a.map(string => variableOf(string)), b.map(string => variableOf(string)), ({name}) => name.toKey(), (before, after) => pairOf(fields, before, after));
}

export function variableOf(string: Untrusted): Variable {
	const end = string.bytes.indexOf(equalsSign);
	return end === -1 ? {name: string, value: undefined} : {name: new Untrusted(string.bytes.subarray(0, end)), value: new Untrusted(string.bytes.subarray(end + 1))};
}
