import type {Descriptor} from '../checkpoint/model.js';
import {listed} from './rows.js';
import type {ProcessView} from './view.js';

/** The open descriptors of a process. */
export const files: ProcessView<Descriptor> = {
	name: 'files',
	title: 'Files',
	summary: 'Open descriptors: what each refers to, how it was opened, and who else has it.',
	columns: [
		{name: 'fd', title: 'FD', type: 'number', value: ({fd}) => fd},
		{name: 'type', title: 'Type', type: 'text', value: ({type, rawType}) => type === 'unknown' ? rawType : type},
		{name: 'target', title: 'Target', type: 'text', min: 20, value: ({target}) => target},
		{name: 'deleted', title: 'Deleted', type: 'flag', value: ({deleted}) => deleted},
		{name: 'flags', title: 'Flags', type: 'text', max: 24, value: ({flags}) => flags.length === 0 ? undefined : flags.join('|')},
		{name: 'close_on_exec', title: 'CLOEXEC', type: 'flag', value: ({closeOnExec}) => closeOnExec},
		{name: 'position', title: 'Position', type: 'number', value: ({position}) => position},
		{name: 'detail', title: 'Detail', type: 'text', value: ({detail}) => detail},
	],
	rows: process => listed(process.descriptors),
};
