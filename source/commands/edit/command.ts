import {defineCommand, type Options} from '../command.js';
import {file} from '../described.js';

export const editOptions = {
	pid: {short: 'p', value: 'N', isNumber: true, help: 'the process'},
	at: {value: 'ADDRESS', isRepeatable: true, help: 'where to put bytes, in hexadecimal; may be given several times'},
	bytes: {short: 'b', value: 'BYTES', isRepeatable: true, help: 'what to put there, in hexadecimal: one for each --at, in the same order'},
	text: {value: 'STRING', isRepeatable: true, help: 'in place of --bytes, as UTF-8, without a NUL at its end'},
	shared: {help: 'change shared memory too, for all that share it'},
	output: {short: 'o', value: 'OUTPUT', completes: 'file', help: 'the checkpoint to write, which only you may read'},
	force: {short: 'f', help: 'replace OUTPUT if it is a file that is there'},
} as const satisfies Options;

export const editCommand = defineCommand({
	name: 'edit', summary: 'Write a copy of the checkpoint with other bytes in the memory of a process.',
	operands: file,
	options: editOptions,
	notes: [
		'FILE is only read. OUTPUT differs from it in these bytes, and has one file more beside the',
		'images, cryoscope-edit-1.json, the next time cryoscope-edit-2.json: what was changed, where',
		'in which image, from what to what, and the SHA-256 of FILE and of each image before and',
		'after. CRIU and the engines open files by their names, and leave it alone.',
		'A tar stays a tar, and what was compressed becomes a plain one, which engines read too;',
		'that record stands last in it, and without it and with the old bytes it is the original',
		'again. A directory is copied.',
		'',
		'Only bytes that the dump itself has can be changed: not a page that was never touched, that',
		'CRIU left to a mapped file or to a dump that this one builds on, or that is compressed or',
		'encrypted; and not an OCI image. Addresses that read the changed bytes too are named.',
	].join('\n'),
	examples: [
		['edit -p 1 --at 7f2f986c5ffa --bytes \'48 8b 05\' -o new.tar checkpoint.tar', 'three bytes of process 1'],
		['edit -p 1 --at 7f2f986c5ffa --text nothing -o new.tar checkpoint.tar', 'seven, as text'],
	],
	load: async () => (await import('./edit.js')).run,
});
