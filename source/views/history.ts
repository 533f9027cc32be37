import {counted} from '../checkpoint/compose.js';
import type {Process} from '../checkpoint/process.js';
import type {HistoryEntry, HistorySource} from '../forensics/history/model.js';
import {shellName} from '../forensics/history/shell-name.js';
import {presenceText} from './absence.js';
import {amountsText} from './lost-memory.js';
import {listed} from './rows.js';
import type {MemoryView} from './view.js';

const guesses: Record<HistorySource, string | undefined> = {
	list: undefined,
	'loose list': 'nothing points to its list',
	'loose entry': 'in no list: removed?',
	text: 'text like a history file\'s',
};

/** The commands that were typed in a process, as its memory has them. */
export const history: MemoryView<HistoryEntry> = {
	name: 'history',
	title: 'History',
	summary: 'Commands typed in shells, recovered from the memory of their processes, in order, with the times that the shell kept.',
	columns: [
		{name: 'number', title: '#', type: 'number', value: ({number}) => number},
		{name: 'time', title: 'Time', type: 'time', value: ({time}) => time === undefined ? undefined : Number(time) * 1000},
		{name: 'command', title: 'Command', type: 'text', min: 24, value: ({command}) => command},
		{name: 'guess', title: 'Guess', type: 'text', shown: 'if-filled', value: ({source}) => guesses[source]},
		{name: 'missing', title: 'Missing', type: 'text', shown: 'if-filled', value: ({missing}) => missing === undefined ? undefined : missing === 'too long' ? 'too long to be read to its end' : presenceText(missing)},
		{name: 'shell', title: 'Shell', type: 'text', value: ({keeper}) => keeper},
		{name: 'address', title: 'Entry', type: 'address', value: ({address}) => address},
		{name: 'command_address', title: 'Command at', type: 'address', shown: 'never', value: ({commandAddress}) => commandAddress},
		{name: 'source', title: 'Source', type: 'text', shown: 'never', value: ({source}) => source},
	],
	async * look(process, signal) {
		// Most who import this only want to know what there is to ask.
		const {recoverHistory} = await import('../forensics/history/recover.js');
		const {entries, isCut, problems, lost} = yield * recoverHistory(process, {...signal && {signal}});
		return {
			rows: listed(entries),
			notes: notesOf(process, entries),
			problems: [
				...lost.size === 0 ? [] : [`Not all of its memory is here, so there may have been more: ${amountsText(lost)}.`],
				...isCut ? ['More looks like a history than was looked at.'] : [],
				...problems,
			],
		};
	},
	address: ({address}) => address,
};

function notesOf(process: Process, entries: readonly HistoryEntry[]): string[] {
	const guessed = entries.filter(({source}) => source !== 'list').length;
	if (entries.length > 0) {
		return guessed === 0 ? [] : [`${counted(guessed, 'row')} of ${entries.length} ${guessed === 1 ? 'is a guess' : 'are guesses'}.`];
	}

	const shell = shellName(process);
	if (shell === undefined) {
		return [];
	}

	return [shell.isLookedFor
		? `No history was found, though it is ${shell.name} by its name: a shell that runs a script keeps none.`
		: `It is ${shell.name} by its name, whose history is not looked for.`];
}
