import {defineCommand, type Options} from '../command.js';
import {file} from '../described.js';

export const reportOptions = {
	output: {short: 'o', value: 'OUTPUT', completes: 'file', help: 'the file to write, which only you may read; without it, standard output'},
	format: {value: 'FORMAT', choices: ['auto', 'markdown', 'html'], help: 'auto is HTML for an OUTPUT that ends in .html, else Markdown'},
	notes: {value: 'NOTES', completes: 'file', help: 'a text file of your own to put at the top'},
	bookmarks: {value: 'BOOKMARKS', completes: 'file', help: 'a file of bookmarks that the explorer saved, with the bytes around each'},
	secrets: {help: 'with a section of secrets in memory, not in full: all of it is searched'},
	yara: {value: 'RULES', completes: 'file', isRepeatable: true, help: 'with what the YARA rules of this file match; may be given several times'},
	rootfs: {value: 'DIR', completes: 'directory', help: 'the root file system of the image, to tell added files from changed ones'},
	force: {short: 'f', help: 'replace OUTPUT, if it is there'},
} as const satisfies Options;

export const reportCommand = defineCommand({
	name: 'report', summary: 'Write one file about a checkpoint: what it is, its processes, sockets, files, what was typed, what looks wrong.',
	operands: file,
	options: reportOptions,
	notes: [
		'A file has the same report for the same checkpoint, whenever and wherever it is made. It loads',
		'nothing and runs nothing, and what the container wrote is only text in it. Secrets in',
		'arguments and environments are in it as they are: it is as private as the checkpoint.',
	].join('\n'),
	examples: [
		['report -o report.html checkpoint.tar', 'a page to read and to print'],
		['report checkpoint.tar | less', 'the same as Markdown'],
		['report --bookmarks case.json -o report.md checkpoint.tar', 'with the places that you marked in the explorer'],
		['report --notes notes.txt -o report.md checkpoint.tar', 'with your notes at the top'],
	],
	load: async () => (await import('./report.js')).run,
});
