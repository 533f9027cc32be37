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
	defineCommand({
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
			['inspect --all checkpoint.tar', 'everything'],
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
	}),
];
