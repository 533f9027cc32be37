import type {Question} from '../question.js';
import {views} from './views.js';

/** Every question, in the order of the table. */
export const questions: readonly Question[] = [
	...views,
];
