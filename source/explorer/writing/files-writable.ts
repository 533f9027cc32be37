import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Extractable} from '../../forensics/extract/extract.js';
import {Untrusted} from '../../text/untrusted.js';
import {formatBytes, formatCount} from '../../views/format.js';
import {lostContentText} from '../../views/lost-memory.js';
import {Problems} from '../../views/problems.js';
import {extractAll, filesText} from '../../writing/extract/extract-all.js';
import {manifestName} from '../../writing/extract/manifest-file.js';
import {problemsField, problemsText} from './problems-text.js';
import type {Writable} from './writable.js';

type Files = Pick<Writable, 'label' | 'note' | 'name'> & {
	/** Asked for when they are written; what can't be read goes to `onProblem`, a sentence each. */
	readonly items: (onProblem: (message: string) => void) => Iterable<Extractable>;
};

/** Files of the container as a folder of them, with a manifest. */
export function filesWritable(checkpoint: Checkpoint, {items, ...named}: Files): Writable {
	return {
		...named,
		async write(target, show) {
			const problems = new Problems();
			const {leftOut, incomplete, ...count} = await extractAll(checkpoint, target, items(message => {
				problems.add(message);
			}), show);
			const missing = incomplete.flatMap(file => [...file.missing.values()]).reduce((sum, bytes) => sum + Number(bytes), 0);
			const {messages} = problems;
			const lacking = [...missing === 0 ? [] : [`lacking ${formatBytes(missing)}`], ...problemsText(messages)];
			const facts = [
				...lacking.length === 0 ? [] : [`${lacking.join(', ')} (W says why)`],
				...leftOut === 0 ? [] : [`${formatCount(leftOut)} more only listed`],
			];
			return {
				text: `${[filesText(count), ...facts].join(', ')}${facts.length === 0 ? '' : ','} to ${Untrusted.from(target.output)} with its ${manifestName}`,
				isIncomplete: lacking.length > 0,
				fields: [
					{name: 'Written', value: filesText(count)},
					{name: 'Listed', value: leftOut === 0 ? 'what was written' : `what was written, and ${formatCount(leftOut)} more: what is gone, links, devices`},
					...incomplete.length === 0 ? [] : [{name: 'Missing', value: incomplete.map(file => lostContentText(file.path.toString(), file.missing))}],
					...problemsField(messages),
				],
			};
		},
	};
}
