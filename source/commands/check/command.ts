import {checkView} from '../../views/check.js';
import {defineCommand, type Command, type Options} from '../command.js';
import {fieldNotes, file, namesOf} from '../described.js';
import {formatOption} from '../view-options.js';

export const options = {
	deep: {help: 'read every file to its end as well, and the archives among them'},
	...formatOption,
} as const satisfies Options;

/** Says whether a checkpoint is whole, before anyone tries to restore it. */
export const check: Command = defineCommand({
	name: checkView.name,
	summary: checkView.summary,
	operands: file,
	options,
	notes: fieldNotes([
		'Severities',
		'  broken  restore will fail, or a part of what was frozen is lost or can\'t be read:\n          exit code 1',
		'  needs   restore will need it',
		'  note    worth knowing',
	].join('\n'), namesOf(checkView.columns)),
	examples: [
		['check checkpoint.tar', 'what is wrong with it, and what restore will need'],
		['check --format json checkpoint.tar', 'the same for a program'],
	],
	load: async () => (await import('./check.js')).run,
});
