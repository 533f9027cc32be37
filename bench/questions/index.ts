import type {Question} from '../question.js';
import {forensics} from './forensics.js';
import {fragmented} from './fragmented.js';
import {hexdump} from './hexdump.js';
import {opening} from './opening.js';
import {paging} from './paging.js';
import {search} from './search.js';
import {views} from './views.js';

/** Every question, in the order of the table. */
export const questions: readonly Question[] = [
	...opening,
	...fragmented,
	...paging,
	...views,
	...search,
	...forensics,
	...hexdump,
];
