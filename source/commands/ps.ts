import {processes, processesWith} from '../views/processes.js';
import {defineCommand} from './command.js';
import {withCheckpoint} from './open.js';
import {fieldNotes, file, namesOf} from './described.js';
import {printContainerView} from './view-commands.js';
import {formatOption, pidOption} from './view-options.js';

/** The processes, a row each. */
export const ps = defineCommand({
	name: 'ps', summary: processes.summary, operands: file, options: {...pidOption, ...formatOption},
	notes: fieldNotes(undefined, namesOf(processes.columns)),
	examples: [['ps checkpoint.tar', 'the processes']],
	load: async () => async ({operands, options: {pid, format}, terminal}) =>
		withCheckpoint(operands[0]!, terminal, async checkpoint => printContainerView(processesWith(pid), checkpoint, format, terminal)),
});
