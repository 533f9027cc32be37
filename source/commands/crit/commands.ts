import {defineCommand, UsageError, type Options} from '../command.js';
import {Untrusted} from '../../text/untrusted.js';

const inputOptions = {
	in: {short: 'i', value: 'FILE', completes: 'file', help: 'read this file, not the standard input'},
	input: {value: 'FILE', completes: 'file', help: 'the same'},
	out: {short: 'o', value: 'FILE', completes: 'file', help: 'write this file, not the standard output'},
	output: {value: 'FILE', completes: 'file', help: 'the same'},
} as const satisfies Options;

const none = {usage: '', least: 0, most: 0} as const;
const image = {usage: 'FILE', least: 1, most: 1, completes: 'file'} as const;

// CRIU's own tool for images, under its names: see `decode.ts`, `encode.ts`, `info.ts` and `x.ts`.

export const decodeCommand = defineCommand({
	name: 'crit decode', summary: 'Convert an image to JSON, as CRIU\'s crit does.',
	operands: none, options: {...inputOptions, pretty: {help: 'in lines, with numbers, flags and addresses as people write them'}},
	examples: [['crit decode -i core-1.img', 'the image as JSON in a line']],
	load: async () => async ({options, terminal}) => {
		const {decode} = await import('./decode.js');
		return decode({in: options.in ?? options.input, out: options.out ?? options.output, pretty: options.pretty}, terminal);
	},
});

export const encodeCommand = defineCommand({
	name: 'crit encode', summary: 'Convert JSON of crit decode back to an image, byte for byte.',
	operands: none, options: inputOptions,
	examples: [['crit encode -i core-1.json -o core-1.img', 'the image that the JSON came from']],
	load: async () => async ({options, terminal}) => {
		const {encode} = await import('./encode.js');
		return encode({in: options.in ?? options.input, out: options.out ?? options.output}, terminal);
	},
});

export const showCommand = defineCommand({
	name: 'crit show', summary: 'Convert an image to JSON for people.',
	operands: image, options: {nopl: {help: 'sizes in place of payloads'}},
	examples: [['crit show pstree.img', 'the process tree']],
	load: async () => async ({operands, options, terminal}) => {
		const {decode} = await import('./decode.js');
		return decode({in: operands[0], pretty: true, nopl: options.nopl}, terminal);
	},
});

export const infoCommand = defineCommand({
	name: 'crit info', summary: 'Tell the magic of an image and how many entries it has.',
	operands: image, options: {},
	examples: [['crit info files.img', 'the magic FILES, and how many entries']],
	load: async () => async ({operands, terminal}) => {
		const {info} = await import('./info.js');
		return info({in: operands[0]!}, terminal);
	},
});

export const xCommand = defineCommand({
	name: 'crit x', summary: 'Explore a directory of images, or an archive: ps, fds, mems, rss or sk.',
	operands: {usage: 'DIR ps|fds|mems|rss|sk', least: 2, most: 2, completes: 'directory', words: ['ps', 'fds', 'mems', 'rss', 'sk']}, options: {},
	examples: [['crit x checkpoint.tar mems', 'the mappings of every process, and what they map']],
	load: async () => async ({operands, terminal}) => {
		const [dir, wanted] = operands;
		const {explorations, x} = await import('./x.js');
		const what = explorations.find(name => name === wanted);
		if (what === undefined) {
			throw new UsageError(`crit x shows ${explorations.join(', ')}, not ${Untrusted.from(wanted!).toString()}`);
		}

		return x({dir: dir!, what}, terminal);
	},
});
