import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {join} from '../../checkpoint/compose.js';
import type {Mount} from '../../checkpoint/mounts.js';
import {askBoth, type Doubt} from './both.js';
import {compare, pairOf, type Both, type Difference, type Field} from './difference.js';

export const mountFields: ReadonlyArray<Field<Mount>> = [
	{name: 'destination', title: 'Destination', type: 'text', isPath: true, value: ({destination}) => destination},
	{name: 'type', title: 'Type', type: 'text', value: ({type}) => type},
	{name: 'source', title: 'Source', type: 'text', isPath: true, value: ({source}) => source},
	{name: 'options', title: 'Options', type: 'text', value: ({options}) => join(options, ','), change: optionsChange},
	{name: 'writable', title: 'Writable', type: 'flag', value: ({isWritable}) => isWritable},
	{name: 'bind', title: 'Bind', type: 'text', value: ({bind}) => bind},
	{name: 'origin', title: 'Origin', type: 'text', value: ({origin}) => origin},
];

/** Compares what was mounted by where: of several mounts at one place, the first with the first and so on. Undefined where a side has lost its list. */
export function compareMounts(checkpoints: Both<Checkpoint>): {readonly difference: Difference<Mount> | undefined; readonly doubts: readonly Doubt[]} {
	const {answers, doubts} = askBoth(checkpoints, ({container}) => {
		const {mounts, problems} = container.mounts;
		// Mounts that damage cost would look as if they had never been.
		if (problems[0] !== undefined) {
			throw problems[0];
		}

		return mounts;
	});
	return {difference: answers && compare(answers.a, answers.b, ({destination}) => destination.toKey(), (before, after) => pairOf(mountFields, before, after)), doubts};
}

function optionsChange({options: before}: Mount, {options: after}: Mount): string[] {
	const [earlier, later] = [before, after].map(options => new Set(options.map(option => option.toString())));
	const changed = [...[...earlier!.difference(later!)].map(option => `-${option}`), ...[...later!.difference(earlier!)].map(option => `+${option}`)];
	return changed.length === 0 ? ['the same in another order'] : changed;
}
