import {defineCommand, type Options} from '../command.js';
import {fieldNotes, file} from '../described.js';
import {mapFields} from '../../writing/export/map-fields.js';

export const exportOptions = {
	pid: {short: 'p', value: 'N', isNumber: true, help: 'the process'},
	range: {short: 'r', value: 'START-END', help: 'only these addresses, in hexadecimal; END is the first that is left out'},
	vma: {value: 'ADDRESS', help: 'only the mapping that holds this address'},
	core: {help: 'an ELF core of the process, with its registers: what gdb opens'},
	rootfs: {value: 'DIR', completes: 'directory', help: 'for a core: where the files are that the process maps, the root of its file system'},
	output: {short: 'o', value: 'OUTPUT', completes: 'file', help: 'the file to write, which only you may read'},
	force: {short: 'f', help: 'replace OUTPUT, and its map, if they are there'},
} as const satisfies Options;

export const exportCommand = defineCommand({
	name: 'export', summary: 'Write the memory of a process as it is, and a map of what lies where in the file.',
	operands: file,
	options: exportOptions,
	notes: fieldNotes([
		'Of a range or a mapping, OUTPUT has each byte as far from its start as its address is from',
		'theirs. Of a whole process it has one mapping after the other. Zeros, and what the',
		'checkpoint does not have, are holes, which take no room. OUTPUT.map.json says of every',
		'stretch which of these it is ("content": bytes, zeros or none) and why.',
		'',
		'A core has every thread, and what is known of the memory; what is not, gdb can\'t access.',
		'Pages of mapped files that are not in the dump are taken from removed, changed and tmpfs files',
		'that the checkpoint has, and from DIR ("content": file), if size and build id are the same.',
		'gdb itself takes what a core lacks from files of this machine, unless it is told where to',
		'look: gdb -iex \'set sysroot DIR\' -c core, with an empty DIR for nowhere.',
	].join('\n'), mapFields),
	examples: [
		['export -p 1 -o memory checkpoint.tar', 'all memory of process 1, and memory.map.json'],
		['export -p 1 --vma 7f2f986c5000 -o mapping checkpoint.tar', 'the mapping that holds this address'],
		['export -p 1 -r 7f2f986c5000-7f2f986c6000 -o page checkpoint.tar', 'one page'],
		['export -p 1 --core --rootfs /mnt/web -o core checkpoint.tar', 'what gdb -iex \'set sysroot /mnt/web\' -c core opens'],
	],
	load: async () => (await import('./export.js')).run,
});
