import fs from 'node:fs';
import path from 'node:path';
import {program} from '../program.js';
import type {Question} from '../question.js';
import {firstScreen} from '../screen.js';

const programs = path.join(import.meta.dirname, '..', 'programs');

// The first fact of a process, beside the tree.
const processFacts = /Processes.*Command line +\S/sv;

const mostMemory = 250e6;

const tars: ReadonlyArray<Pick<Question, 'name' | 'what'> & {readonly file: 'tar' | 'sparse' | 'compressed'; readonly sign: RegExp}> = [
	{name: 'open-tar', what: 'first screen of a plain tar', file: 'tar', sign: processFacts},
	{name: 'open-sparse', what: 'first screen of a plain tar of 100 GiB', file: 'sparse', sign: processFacts},
	{name: 'open-compressed', what: 'first screen of a tar.zst', file: 'compressed', sign: /Processes/v},
];

/** How long it takes from the start of the program until there is something to see. */
export const opening: readonly Question[] = [
	...tars.map(({name, what, file, sign}): Question => ({
		name,
		what,
		async ask({inputs, cryoscope}) {
			return {
				contenders: [
					firstScreen({name: 'cryoscope', command: cryoscope(await inputs[file]()), sign}),
					firstScreen({name: 'Ink, one word', command: [process.execPath, path.join(programs, 'hello.js')], sign: /Hello/v, most: 2}),
				],
				mostMemory,
			};
		},
	})),
	{
		name: 'open-whole',
		what: 'all of a tar.zst ready',
		async ask({inputs}) {
			const compressed = await inputs.compressed();
			const output = path.join(inputs.folder, 'decompressed');
			return {
				contenders: [
					program({name: 'cryoscope', command: [process.execPath, path.join(programs, 'open-whole.js'), compressed], until: 'ready'}),
					program({name: 'zstd -d -o', command: ['zstd', '-q', '-d', '-f', compressed, '-o', output], most: 1.3, after() {
						fs.rmSync(output);
					}}),
				],
				bytes: fs.statSync(await inputs.tar()).size,
				mostMemory,
			};
		},
	},
];
