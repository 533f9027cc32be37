import {defineCommand, type Options} from '../command.js';
import {fieldNotes} from '../described.js';
import {manifestFields} from '../../writing/extract/manifest.js';

export const extractOptions = {
	output: {short: 'o', value: 'FOLDER', completes: 'directory', help: 'a new folder for the files, which only you may read'},
	stdout: {short: 'O', help: 'write the bytes of the one file that is named to standard output instead'},
} as const satisfies Options;

export const extractCommand = defineCommand({
	name: 'extract', summary: 'Write files of the container to a new folder: changed ones, those on a tmpfs or in a volume, open ones without a name, shared memory, queues.',
	operands: {usage: 'FILE [PATH...]', least: 1, most: Infinity, completes: 'file'},
	options: extractOptions,
	notes: fieldNotes([
		'PATH is a file or a folder as changes, tmpfs and contents list it; without one, everything',
		'is written. Nothing is written outside of FOLDER, nothing in it can be run, and no links and',
		'devices are made: FOLDER/manifest.json lists them, with what each file was and its SHA-256.',
		'In names, bytes that a terminal or a file system could not take are written as %XX, and a',
		'% as %25.',
	].join('\n'), manifestFields),
	examples: [
		['extract -o files checkpoint.tar', 'all files, and files/manifest.json'],
		['extract -o files checkpoint.tar /usr/local /tmp', 'what the container has changed there'],
		['extract -O checkpoint.tar /etc/passwd | less', 'one file'],
		['extract -O checkpoint.tar \'socket:[74502]\' | xxd', 'what waits in a socket, as sockets and contents name it'],
	],
	load: async () => (await import('./extract.js')).run,
});
