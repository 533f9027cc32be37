import {heldKey} from '../held-key.js';
import type {Question} from '../question.js';
import {firstScreen} from '../screen.js';

const down = '\x1b[B';

/** A process whose memory is in a million pieces. */
export const fragmented: readonly Question[] = [
	{
		name: 'open-fragmented',
		what: 'first screen of a process of 1,000,000 mappings',
		async ask({inputs, cryoscope}) {
			return {
				contenders: [firstScreen({name: 'cryoscope', command: cryoscope(await inputs.fragmented()), sign: /Processes.*Command line +\S/sv})],
				most: 2000,
			};
		},
	},
	{
		name: 'maps-fragmented',
		what: 'a row further in its maps, time of the main thread',
		async ask({inputs, cryoscope}) {
			return {
				contenders: [heldKey({name: 'cryoscope', command: cryoscope(await inputs.fragmented()), columns: 120, rows: 40, before: ['6'], key: down, figure: 'time'})],
				most: 16,
			};
		},
	},
];
