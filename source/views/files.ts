import {compose, join} from '../checkpoint/compose.js';
import type {Descriptor} from '../checkpoint/model.js';
import {keptForFile} from './kept-for-file.js';
import {listed} from './rows.js';
import {savedForFile} from './saved-for-file.js';
import type {ProcessView} from './view.js';

/** The open descriptors of a process. */
export const files: ProcessView<Descriptor> = {
	name: 'files',
	title: 'Files',
	summary: 'Open descriptors: what each refers to, how it was opened, and who else has it.',
	columns: [
		{name: 'fd', title: 'FD', type: 'number', value: ({fd}) => fd},
		{name: 'type', title: 'Type', type: 'text', value: ({type, rawType}) => type === 'unknown' ? rawType : type},
		{
			name: 'target', title: 'Target', type: 'text', min: 27, isPath: true,
			value: ({target}) => target,
			text: ({target, deleted}) => deleted ? compose(target, ' (deleted)') : target,
		},
		{
			name: 'flags', title: 'Flags', type: 'text', min: 6, max: 24,
			value: ({flags}) => flags.length === 0 ? undefined : flags.join('|'),
			text: shortFlags,
			json: ({flags}) => flags,
		},
		{
			name: 'detail', title: 'Detail', type: 'text', min: 32,
			value: ({details}) => details.length === 0 ? undefined : join(details, '; '),
			parts: ({details}) => details,
			json: ({details}) => details,
		},
		{name: 'position', title: 'Position', type: 'number', value: ({position}) => position},
		{name: 'close_on_exec', title: 'CLOEXEC', type: 'flag', value: ({closeOnExec}) => closeOnExec},
		{name: 'file_id', title: 'File', type: 'number', shown: 'never', value: ({id}) => id},
		{name: 'deleted', title: 'Deleted', type: 'flag', shown: 'never', value: ({deleted}) => deleted},
	],
	rows: process => listed(process.descriptors),
	prepareContents: async ({savedTrees}) => savedTrees.whenOpen(),
	contents: ({id, type, deleted}, _process, checkpoint) => type === 'regular' && deleted === false ? savedForFile(checkpoint, id) : keptForFile(checkpoint, id),
};

const accessModes: Readonly<Record<string, string>> = {O_RDONLY: 'R', O_WRONLY: 'W', O_RDWR: 'RW'};

/** `RW`, `W|APPEND`: without the prefix, and without the flag that every program for 64 bits has. */
function shortFlags({flags}: Descriptor): string {
	return flags.filter(flag => flag !== 'O_LARGEFILE').map(flag => accessModes[flag] ?? flag.replace(/^O_/v, '')).join('|');
}
