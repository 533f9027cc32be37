import type {Thread} from '../checkpoint/model.js';
import {listed} from './rows.js';
import type {ProcessView} from './view.js';

/** The threads of a process with their registers. */
export const threads: ProcessView<Thread> = {
	name: 'threads',
	title: 'Threads',
	summary: 'Threads: name, where each one was, its registers.',
	columns: [
		{name: 'tid', title: 'TID', type: 'pid', value: ({tid}) => tid},
		{name: 'name', title: 'Name', type: 'text', max: 16, value: ({name, problem}) => problem === undefined ? name : undefined},
		{name: 'problem', title: 'Problem', type: 'text', shown: 'if-filled', value: ({problem}) => problem?.message},
		{name: 'program_counter', title: 'PC', type: 'address', value: ({programCounter}) => programCounter},
		{name: 'stack_pointer', title: 'SP', type: 'address', value: ({stackPointer}) => stackPointer},
		{name: 'leader', title: 'Leader', type: 'flag', value: ({leader}) => leader},
		{name: 'seccomp', title: 'Seccomp', type: 'text', value: ({seccomp}) => seccomp},
		{
			name: 'registers', title: 'Registers', type: 'text',
			value: ({registers}) => registers.length === 0 ? undefined : registerTexts(registers).join(' '),
			parts: ({registers}) => registerTexts(registers),
			json: ({registers}) => registers.length === 0 ? undefined : Object.fromEntries(registers.map(({name, value}) => [name, `0x${value.toString(16)}`])),
		},
	],
	rows: process => listed(process.threads),
	notes: ({hasMemory, knowsThreads}) => hasMemory && !knowsThreads ? ['pstree.img, which lists the threads, is lost: there may be more of them.'] : [],
	address: ({stackPointer}) => stackPointer,
};

function registerTexts(registers: Thread['registers']): string[] {
	return registers.map(({name, value, bits}) => `${name}=${value.toString(16).padStart(bits / 4, '0')}`);
}
