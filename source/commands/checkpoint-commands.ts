import {show} from '../views/show.js';
import {defineCommand} from './command.js';
import {fieldNotes, namesOf} from './described.js';
import {formatOption} from './view-options.js';

const files = {usage: 'FILE...', least: 1, most: Infinity, completes: 'file'} as const;

// What checkpointctl does, under its names.

export const showCommand = defineCommand({
	name: show.name, summary: show.summary, operands: files, options: formatOption, notes: fieldNotes(undefined, namesOf(show.columns)),
	examples: [
		['show checkpoint.tar', 'what container it is of'],
		['show --format json *.tar', 'several, for a program'],
	],
	load: async () => async ({operands, options: {format}, terminal}) => {
		const {show: run} = await import('./show.js');
		return run(operands, format, terminal);
	},
});

export const inspectCommand = defineCommand({
	name: 'inspect', summary: 'What is in a checkpoint, as a tree: processes, files, sockets, mounts, statistics, metadata.',
	operands: files,
	options: {
		stats: {help: 'CRIU\'s statistics of the dump'},
		mounts: {help: 'what was mounted'},
		metadata: {help: 'pod, namespace, annotations'},
		'ps-tree': {help: 'the processes and their threads'},
		'ps-tree-cmd': {help: 'the processes with their command lines'},
		'ps-tree-env': {help: 'the processes with their environment'},
		files: {help: 'what each process had open'},
		sockets: {help: 'the sockets of each process'},
		all: {help: 'all of these'},
		pid: {short: 'p', value: 'N', isNumber: true, isRepeatable: true, help: 'of the processes only this one and those below it; may be given several times'},
		format: {value: 'FORMAT', choices: ['tree', 'json'], help: 'tree for people, json for programs'},
	},
	notes: [
		'Whatever is about processes shows the process tree too.',
		'',
		'JSON has every field of checkpointctl\'s under its name; those that are more are named in',
		'the readme. What could not be read is in the field "problems" and on the standard error.',
	].join('\n'),
	examples: [
		['inspect --all checkpoint.tar', 'everything that is known of it, as a tree'],
		['inspect --sockets -p 7 checkpoint.tar', 'process 7 and those below it, with their sockets'],
		['inspect --all --format json checkpoint.tar', 'everything, for a program'],
	],
	load: async () => async ({operands, options, terminal}) => {
		const {inspect} = await import('./inspect/inspect.js');
		const isAsked = (name: 'stats' | 'mounts' | 'metadata' | 'ps-tree-cmd' | 'ps-tree-env' | 'files' | 'sockets') => options.all || options[name];
		// As with checkpointctl, 0 means every process.
		const pids = options.pid.filter(pid => pid !== 0);
		return inspect(operands, {
			statistics: isAsked('stats'),
			mounts: isAsked('mounts'),
			metadata: isAsked('metadata'),
			processTree: options['ps-tree'] || pids.length > 0 || isAsked('ps-tree-cmd') || isAsked('ps-tree-env') || isAsked('files') || isAsked('sockets'),
			commandLines: isAsked('ps-tree-cmd'),
			environment: isAsked('ps-tree-env'),
			files: isAsked('files'),
			sockets: isAsked('sockets'),
			pids,
		}, options.format, terminal);
	},
});

export const memparseCommand = defineCommand({
	name: 'memparse', summary: 'The memory of processes: how much there is, all of it in hexadecimal, or where something is in it.',
	operands: files,
	options: {
		pid: {short: 'p', value: 'N', isNumber: true, isRepeatable: true, help: 'show all memory of this process, or search only in it; may be given several times'},
		output: {short: 'o', value: 'FILE', completes: 'file', help: 'write this file, which only you may read; memory in full, without * for equal rows'},
		search: {short: 's', value: 'TEXT', help: 'where this text is'},
		'search-regex': {short: 'r', value: 'RE', help: 'where this regular expression matches bytes'},
		context: {short: 'c', value: 'N', isNumber: true, help: 'with N bytes on each side of what was found'},
	},
	notes: [
		'Without --pid, --search and --search-regex it shows how much memory each process has in',
		'the dump. --search wins over --search-regex.',
	].join('\n'),
	examples: [
		['memparse checkpoint.tar', 'how much memory each process has'],
		['memparse -p 1 -o memory.txt checkpoint.tar', 'all memory of process 1'],
		['memparse -s PASSWORD -c 32 checkpoint.tar', 'what stands around PASSWORD, in every process'],
	],
	load: async () => async ({operands, options, terminal}) => {
		const {memparse, searchOf} = await import('./memparse/memparse.js');
		return memparse(operands, {
			// As with checkpointctl, 0 means every process, and what is empty was not given.
			pids: options.pid.filter(pid => pid !== 0),
			file: given(options.output),
			search: searchOf(given(options.search), given(options['search-regex']), options.context ?? 0),
		}, terminal);
	},
});

function given(text: string | undefined): string | undefined {
	return text === '' ? undefined : text;
}
