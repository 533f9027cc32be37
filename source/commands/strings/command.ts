import {stringEncodings} from '../../search/pattern.js';
import {stringColumns} from '../../views/search/string-columns.js';
import {defineCommand, type Options} from '../command.js';
import {fieldNotes, file, namesOf} from '../described.js';
import {exportOptions} from '../export/command.js';
import {formatOption, pidOption} from '../view-options.js';

export const stringsOptions = {
	...pidOption,
	range: exportOptions.range,
	vma: exportOptions.vma,
	min: {short: 'n', value: 'N', isNumber: true, help: 'of at least N characters; 4 unless it is given'},
	encoding: {short: 'e', value: 'ENCODING', choices: stringEncodings, help: 'ascii, utf16 (little-endian), or both'},
	...formatOption,
} as const satisfies Options;

/** The strings in memory, as a command. */
export const stringsCommand = defineCommand({
	name: 'strings',
	summary: 'Texts in the memory of processes, whatever they say: runs of printable characters, with their addresses.',
	operands: file,
	options: stringsOptions,
	notes: fieldNotes(`
A string is a run of tabs and characters that ASCII prints, each one byte or, as UTF-16,
two; no byte is in two strings. It goes on over the edges of pages and mappings as long as
the addresses do. A row has at most 4096 bytes of one: a longer string goes on in the next
row, which has the flag continues. Strings are printed as they are found.

Memory that several processes map is told once, for the first of them; also has the others.`.slice(1), namesOf(stringColumns({hasCommon: true}))),
	examples: [
		['strings checkpoint.tar', 'in every process'],
		['strings -p 7 -n 8 -e utf16 checkpoint.tar', 'long ones in process 7, as Windows, Java and JavaScript keep them'],
		['strings -p 1 --vma 7f2f986c5000 --format ndjson checkpoint.tar', 'in one mapping, for a program'],
	],
	load: async () => (await import('./run.js')).run,
});
