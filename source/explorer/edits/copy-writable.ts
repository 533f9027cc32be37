import {counted} from '../../checkpoint/compose.js';
import {Untrusted} from '../../text/untrusted.js';
import {patchText, recordName, unknownSharers, type EditPlan} from '../../writing/edit/plan.js';
import {writeEdited} from '../../writing/edit/write-edited.js';
import {offeredName} from '../writing/offered-name.js';
import {problemsField, problemsText} from '../writing/problems-text.js';
import type {Writable} from '../writing/writable.js';

/** The copy of the checkpoint that is planned; `onWritten` is called when it is there. */
export function copyWritable(plan: EditPlan, onWritten: () => void): Writable {
	const {checkpoint, patches, sharers} = plan;
	const size = patches.reduce((sum, {after}) => sum + after.length, 0);
	return {
		label: 'Edited copy',
		note: `${counted(size, 'byte')} changed`,
		name: `${offeredName(checkpoint, 'edited')}${plan.tar === undefined ? '' : '.tar'}`,
		async write(target, show) {
			const problems = unknownSharers(plan);
			await writeEdited(plan, target, {
				show,
				complain(text) {
					problems.push(text);
				},
			});
			onWritten();
			return {
				text: [
					`${Untrusted.from(target.output)}`,
					...checkpoint.archive.compression === 'none' ? [] : ['a plain tar'],
					...problemsText(problems),
				].join(', ') + `; the record in it is ${recordName(plan)}`,
				isIncomplete: problems.length > 0,
				fields: [
					{name: 'Record', value: recordName(plan)},
					{name: 'Changed', value: patches.map(patch => patchText(patch, sharers.others.get(patch)!))},
					...problemsField(problems),
				],
			};
		},
	};
}
