import {args} from '../views/args.js';
import {env} from '../views/env.js';
import {files} from '../views/files.js';
import {maps} from '../views/maps.js';
import {metadata} from '../views/metadata.js';
import {metadataFields} from '../views/metadata-document.js';
import {mounts} from '../views/mounts.js';
import {network, networkFields} from '../views/network.js';
import {changes, tmpfs} from '../views/saved-files.js';
import {sockets} from '../views/sockets.js';
import {stats} from '../views/stats.js';
import {threads} from '../views/threads.js';
import {check} from './check/command.js';
import {checkpointCommands} from './checkpoint-commands.js';
import type {Command} from './command.js';
import {completionCommand} from './completion/command.js';
import {diff} from './diff/command.js';
import {exportCommand} from './export/command.js';
import {list} from './list/command.js';
import {critCommands} from './crit/commands.js';
import {images} from './images.js';
import {buildCommand} from './oci-image/command.js';
import {pluginCommand} from './plugins/command.js';
import {ps} from './ps.js';
import {pstree} from './pstree.js';
import {search} from './search/command.js';
import {containerCommand, processCommand} from './view-commands.js';

/** Every subcommand, in the order of the help. */
export const commands: readonly Command[] = [
	ps,
	pstree,
	processCommand(args, {options: '--pid 7', what: 'the arguments of process 7'}),
	processCommand(env, {options: '--format json', what: 'the environment of every process, for a program'}),
	processCommand(files, {options: '-p 1 -p 7', what: 'what processes 1 and 7 had open'}),
	processCommand(sockets, {options: '', what: 'the sockets of every process'}),
	processCommand(maps, {options: '-p 1 --format csv', what: 'the memory map of process 1, for a spreadsheet'}),
	processCommand(threads, {options: '-p 1 --format ndjson', what: 'threads with their registers, one a line'}),
	containerCommand(network, {
		options: '', what: 'addresses, routes and firewall rules',
		notes: 'JSON is one document with an object for each network namespace. csv has the rows of\nthe table.', fields: networkFields,
	}),
	containerCommand(mounts, {options: '--format json', what: 'the mounts, with every field'}),
	containerCommand(changes, {options: '--format csv', what: 'what the container changed in its files, for a spreadsheet'}),
	containerCommand(tmpfs, {options: '', what: 'what was on its tmpfs'}),
	containerCommand(stats, {options: '', what: 'how long the dump took, and what it wrote'}),
	containerCommand(metadata, {
		options: '--format json', what: 'what is known of the container, as a document',
		notes: 'JSON is one document: sizes are in bytes, statistics and durations in microseconds, what is\nnot known is null. csv has the rows of the table.', fields: metadataFields,
	}),
	images,
	search,
	...checkpointCommands,
	exportCommand,
	list,
	diff,
	check,
	buildCommand,
	...critCommands,
	pluginCommand,
	completionCommand,
];

/** The command that `argv` begins with, whose name may be two words, and the arguments behind it; undefined when it begins with none. */
export function findCommand(argv: readonly string[]): {readonly command: Command; readonly rest: readonly string[]} | undefined {
	for (const words of [2, 1]) {
		const command = commands.find(({name}) => name === argv.slice(0, words).join(' '));
		if (command) {
			return {command, rest: argv.slice(words)};
		}
	}

	return undefined;
}

/** The commands of two words that begin with `word`. */
export function commandsOf(word: string | undefined): readonly Command[] {
	return commands.filter(({name}) => name.startsWith(`${word} `));
}
