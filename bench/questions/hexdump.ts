import fs from 'node:fs';
import {program} from '../program.js';
import type {Question} from '../question.js';

// It writes some megabytes of memory a second.
const enoughForHexdump = 256e6;

/** All memory of a process as text, thrown away by who reads it. */
export const hexdump: readonly Question[] = [{
	name: 'hexdump',
	what: 'all memory of a process in hexadecimal',
	async ask({inputs, cryoscope}) {
		const [tar, pages] = [await inputs.tar(), await inputs.pages()];
		const {size} = fs.statSync(pages);
		return {
			contenders: [
				program({name: 'cryoscope memparse --pid', command: cryoscope('memparse', '--pid', String(inputs.pid), tar)}),
				size > enoughForHexdump ? undefined : program({name: 'hexdump -C', command: ['hexdump', '-C', pages]}),
				program({name: 'xxd', command: ['xxd', pages]}),
				program({name: 'checkpointctl memparse --pid', command: ['checkpointctl', 'memparse', '--pid', String(inputs.pid), tar]}),
			],
			bytes: size,
			most: size / 100e6 * 1000,
			mostMemory: 250e6,
		};
	},
}];
