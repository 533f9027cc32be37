import {program} from '../program.js';
import type {Question} from '../question.js';

const lines = (output: string) => `${output.trimEnd().split('\n').length} lines`;

const asked = [
	{name: 'ps', what: 'which processes', args: ['ps']},
	{name: 'show', what: 'which container', args: ['show']},
	{name: 'inspect', what: 'everything as a tree', args: ['inspect', '--all']},
] as const;

/** What is in a checkpoint, without its memory. Nothing else than a list of files can be had of it as quickly as by `tar`. */
export const views: readonly Question[] = asked.map(({name, what, args}) => ({
	name,
	what,
	async ask({inputs, cryoscope}) {
		const tar = await inputs.tar();
		return {
			contenders: [
				program({name: `cryoscope ${args.join(' ')}`, command: cryoscope(...args, tar), answer: lines}),
				program({name: 'tar tf', command: ['tar', 'tf', tar], answer: lines}),
				name === 'ps' ? undefined : program({name: `checkpointctl ${args.join(' ')}`, command: ['checkpointctl', ...args, tar], answer: lines}),
			],
			mostMemory: 250e6,
		};
	},
}));
