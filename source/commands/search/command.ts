import fs from 'node:fs';
import {expectSearch} from '../../search/threads.js';
import {foundColumns} from '../../views/search/columns.js';
import {searchScopes} from '../../views/search/scope.js';
import {defineCommand, type Options} from '../command.js';
import {fieldNotes, namesOf} from '../described.js';
import {formatOption, pidOption} from '../view-options.js';

export const searchOptions = {
	pid: {...pidOption.pid, help: 'only in this process, and in what it has open; may be given several times'},
	'ignore-case': {short: 'i', help: 'find letters in either case'},
	pattern: {short: 'e', value: 'PATTERN', isRepeatable: true, help: 'what to search for, in place of PATTERN; of several, any'},
	patterns: {short: 'f', value: 'FILE', isRepeatable: true, completes: 'file', help: 'search for any of the patterns in FILE, one a line'},
	utf16: {help: 'find the text as UTF-16 (little-endian), as Windows, Java and JavaScript keep it'},
	bytes: {help: 'PATTERN is bytes in hexadecimal; ? stands for any digit: 48 8b ?? 4? 05'},
	regex: {help: 'PATTERN is a regular expression over bytes'},
	context: {short: 'C', value: 'N', isNumber: true, help: 'with N bytes on each side of what was found'},
	max: {short: 'm', value: 'N', isNumber: true, help: 'end after N matches'},
	scope: {value: 'SCOPE', choices: searchScopes, help: 'memory of processes, or everything: also queues, files, names, images'},
	...formatOption,
} as const satisfies Options;

/** Where something is in a checkpoint, as a command. */
export const search = defineCommand({
	name: 'search',
	summary: 'Where a text, bytes or a regular expression are: in the memory of every process, or in everything.',
	operands: {usage: 'FILE [PATTERN]', least: 1, most: 2, completes: 'file'},
	options: searchOptions,
	notes: fieldNotes(`
PATTERN is text as it is, in UTF-8, unless an option says otherwise. Matches are printed
as they are found. Exit code: 0 found, 1 not found, 2 wrong usage, or nothing found where
not all could be searched; what could not be is said on the standard error. Of several
checkpoints in FILE one is searched, and the others are named there.

Of several patterns, a match is of the one that begins first, and there of the one
that was given first; the field pattern, which is there for several only, tells which.
Lines of a file of patterns that are empty are none.

Memory that several processes map is searched once: a match in it is the first one's,
and also has the others.

Everything is, besides memory: shared memory that no process maps, what waits in pipes,
sockets and message queues, BPF maps, removed files that were open, files that the
container changed (root file system, tmpfs, /dev/shm, volumes), what the engine wrote
down, and the images themselves; and names: of what is open or mapped, of sockets, of
files that the container changed or deleted. There a match has an offset in place of an
address.

An expression sees bytes: . is any but a line feed, \\xNN one byte, ^ and $ the edges of
lines; (?s) lets . be every byte. A match has at most 4096 bytes. There are no references
to what a group matched (\\1), so that none takes for ever, and an expression that might
take more than 5000 steps for a byte, with its repetitions counted out, is refused.`.slice(1), namesOf(foundColumns({scope: 'everything', hasCommon: true, isUtf16: false, hasPatterns: true}))),
	examples: [
		['search checkpoint.tar password', 'in every process'],
		['search -i -C 32 -p 7 checkpoint.tar password', 'in process 7, in either case, with what stands around it'],
		['search --scope everything --format ndjson checkpoint.tar PLANT-', 'in all that there is, for a program'],
		['search -e password -e secret -f words.txt checkpoint.tar', 'any of several, and which'],
		['search --regex checkpoint.tar \'AKIA[0-9A-Z]{16}\'', 'keys of a cloud'],
	],
	load: async () => async invocation => {
		// They start while this thread loads what it needs, and opens the file.
		expectSearch(sizeOf(invocation.operands[0]!));
		const {run} = await import('./run.js');
		return run(invocation);
	},
});

// Whoever opens the file says what is wrong with it.
function sizeOf(file: string): number {
	try {
		return fs.statSync(file).size;
	} catch {
		return 0;
	}
}
