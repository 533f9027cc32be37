import type {DetailField} from '../pane.js';

/** How many things went wrong, if any. */
export function problemsText({length}: readonly string[]): string[] {
	return length === 0 ? [] : [`with ${length} ${length === 1 ? 'problem' : 'problems'}`];
}

/** The same in full. */
export function problemsField(problems: readonly string[]): DetailField[] {
	return problems.length === 0 ? [] : [{name: 'Problems', value: problems}];
}
