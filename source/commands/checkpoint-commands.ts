import {show} from '../views/show.js';
import {defineCommand, type Command} from './command.js';
import {fieldNotes, namesOf} from './view-commands.js';
import {formatOption} from './view-options.js';

const files = {usage: 'FILE...', least: 1, most: Infinity, completes: 'file'} as const;

/** What checkpointctl does, under its names. */
export const checkpointCommands: readonly Command[] = [
	defineCommand({
		name: show.name, summary: show.summary, operands: files, options: formatOption, notes: fieldNotes(undefined, namesOf(show.columns)),
		examples: [
			['show checkpoint.tar', 'one checkpoint'],
			['show --format json *.tar', 'several, for a program'],
		],
		load: async () => async ({operands, options: {format}, terminal}) => {
			const {show: run} = await import('./show.js');
			return run(operands, format, terminal);
		},
	}),
];
