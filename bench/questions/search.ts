import {needle} from '../inputs/inputs.js';
import {program} from '../program.js';
import type {Contest, Question, Setting} from '../question.js';

type Search = {
	readonly name: string;
	readonly what: string;
	readonly pattern: string;
	/** Options of `cryoscope search`. */
	readonly options: readonly string[];
	/** The option of checkpointctl that searches for the same; undefined where it can't. */
	readonly memparse?: '--search' | '--search-regex';
	/** What ripgrep and grep are given to find the same in the pages. */
	readonly rg: readonly string[];
	readonly grep?: readonly string[];
	/** The most times ripgrep's time that ours may be. */
	readonly most?: number;
};

const utf16Needle = `(?-u)${Array.from(needle, character => `${character}\\x00`).join('')}`;

const mostMemory = 250e6;

// What the heap of both kinds of checkpoint is full of.
const frequent = 'value:1';

const searches: readonly Search[] = [
	{name: 'search-literal', what: 'a text', pattern: needle, options: [], memparse: '--search', rg: ['-F', needle], grep: ['-F', needle], most: 1.5},
	{name: 'search-any-case', what: 'a text in any case', pattern: needle.toUpperCase(), options: ['--ignore-case'], rg: ['-i', '-F', needle.toUpperCase()], grep: ['-i', '-F', needle.toUpperCase()], most: 2.5},
	{name: 'search-utf16', what: 'a text in UTF-16', pattern: needle, options: ['--utf16'], rg: [utf16Needle], most: 2.5},
	{name: 'search-bytes', what: 'bytes with gaps', pattern: '48 8b ?? 0f ?? ?? e8', options: ['--bytes'], rg: [String.raw`(?s-u)\x48\x8b.\x0f..\xe8`], most: 2.5},
	{name: 'search-regex', what: 'a pattern with a text in it', pattern: '[a-z\\-]+-haystack-[0-9a-f]{6}', options: ['--regex'], memparse: '--search-regex', rg: ['--no-unicode', '[a-z\\-]+-haystack-[0-9a-f]{6}'], grep: ['-E', '[a-z-]+-haystack-[0-9a-f]{6}'], most: 2.5},
	{name: 'search-regex-bare', what: 'a pattern without', pattern: '[0-9]{16}', options: ['--regex'], memparse: '--search-regex', rg: ['--no-unicode', '[0-9]{16}'], grep: ['-E', '[0-9]{16}'], most: 5},
];

/** Searches of the memory, a match a line; ripgrep and grep tell the number of lines, of which one may hold several matches. */
export const search: readonly Question[] = [
	...searches.map((asked): Question => ({
		name: asked.name,
		what: asked.what,
		ask: async setting => contest(asked, setting),
	})),
	{
		name: 'search-million',
		what: 'a million matches, all printed',
		ask: async setting => contest({name: '', what: '', pattern: frequent, options: [], memparse: '--search', rg: ['-o', '-b', '-F', frequent], grep: ['-o', '-b', '-F', frequent]}, setting, countLines),
	},
	{
		name: 'search-everything',
		what: 'a text in every process and file',
		async ask({inputs, cryoscope}) {
			const tar = await inputs.tar();
			return {
				contenders: [
					program({name: 'cryoscope search --scope everything', command: cryoscope('search', '--scope', 'everything', '--format', 'ndjson', tar, needle), answer: countLines}),
					program({name: 'rg -c -a -F', command: ['rg', '-c', '-a', '-F', needle, tar], answer: lastNumber}),
					program({name: 'grep -c -a -F', command: ['grep', '-c', '-a', '-F', needle, tar], answer: lastNumber}),
				],
				mostMemory,
			};
		},
	},
];

async function contest({pattern, options, memparse, rg, grep, most}: Search, {inputs, cryoscope}: Setting, answer = lastNumber): Promise<Contest> {
	const [tar, pages] = [await inputs.tar(), await inputs.pages()];
	const pid = ['--pid', String(inputs.pid)];
	const counting = answer === lastNumber ? ['-c'] : [];
	const exitCodes = [0, 1];
	return {
		contenders: [
			program({name: ['cryoscope search', ...options].join(' '), command: cryoscope('search', ...options, '--format', 'ndjson', ...pid, tar, pattern), answer: countLines, exitCodes}),
			program({name: ['rg', ...counting, '-a', ...rg.slice(0, -1)].join(' '), command: ['rg', ...counting, '-a', ...rg, pages], answer, exitCodes, most}),
			grep === undefined ? undefined : program({name: ['grep', ...counting, '-a', ...grep.slice(0, -1)].join(' '), command: ['grep', ...counting, '-a', ...grep, pages], answer, exitCodes}),
			memparse === undefined ? undefined : program({name: 'checkpointctl memparse', command: ['checkpointctl', 'memparse', ...pid, memparse, pattern, tar], answer: countLines, exitCodes, most: memparse === '--search' ? 1 / 20 : undefined}),
		],
		mostMemory,
	};
}

function lastNumber(output: string): string {
	// ripgrep says nothing where there is nothing.
	return `${Number(output)} lines with it`;
}

function countLines(output: string): string {
	return `${output.split('\n').length - 1} lines`;
}
