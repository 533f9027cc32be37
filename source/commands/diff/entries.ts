import {counted} from '../../checkpoint/compose.js';
import type {Doubt} from '../../views/diff/both.js';
import type {Difference, Pair} from '../../views/diff/difference.js';
import type {ReplaceableDifference} from '../../views/diff/replaceable.js';
import {cellText} from '../../views/cell-text.js';
import {cell} from '../../views/rows.js';
import type {Cell, CellType} from '../../views/view.js';
import type {Entry, Line} from './section.js';

type Options<T, P> = {
	/** Also of what did not change. */
	readonly isAll: boolean;
	/** Of what no change is known of, but that could not be compared whole, there is no entry. */
	readonly isKnown?: boolean;
	/** What there is to say of a pair beyond its changes. */
	lines?(pair: P): readonly Line[];
	/** The same of something that only one side has. */
	own?(thing: T): readonly Line[];
	compare(one: T, other: T): number;
};

/** What became of things, in one order. */
export function entriesOf<T, P extends Pair<T>>({added, removed, changed, unknown, unchanged}: Difference<T, P>, {isAll, isKnown = false, lines = () => [], own = () => [], compare}: Options<T, P>): Array<Entry<T>> {
	return [
		...added.map((row): Entry<T> => ({marker: '+', row, lines: own(row)})),
		...removed.map((row): Entry<T> => ({marker: '-', row, lines: own(row)})),
		...changed.map((pair): Entry<T> => ({marker: '~', row: pair.after, lines: [...changeLines(pair), ...lines(pair)]})),
		...(isKnown ? [] : unknown).map((pair): Entry<T> => ({marker: '?', row: pair.after, lines: [...changeLines(pair), ...lines(pair)]})),
		...(isAll ? unchanged : []).map((pair): Entry<T> => ({marker: '=', row: pair.after})),
	].sort((one, other) => compare(one.row, other.row));
}

/** The same of what may be another thing under the same number. */
export function replaceableEntries<T>(difference: ReplaceableDifference<T>, options: Options<T, Pair<T>>): Array<Entry<T>> {
	return entriesOf({...difference, changed: [...difference.changed, ...difference.replaced]}, options);
}

function changeLines<T>({before, after, changes, unknown}: Pair<T>): Line[] {
	const lines = changes.flatMap(({field, ...values}): Line[] => {
		const text = (row: T, value: Cell) => valueText(field.text ? cell(() => field.text!(row)) : value, field.type);
		const told = field.change?.(before, after);
		if (told === undefined) {
			return [{title: field.title, before: text(before, values.before), after: text(after, values.after)}];
		}

		return told.length === 1 ? [`${field.title}: ${told[0]!}`] : [`${field.title}:`, ...told.map(line => `  ${line}`)];
	});
	return [...lines, ...unknownLines(unknown)];
}

function unknownLines<T>(unknown: Pair<T>['unknown']): string[] {
	const lost = Map.groupBy(unknown, ({side, error}) => `not known in ${side.toUpperCase()} (${error.message})`);
	return [...lost].map(([reason, facts]) => `${facts.map(({field}) => field.title).join(', ')}: ${reason}`);
}

/** Why a part of a section could not be compared. */
export function doubtNotes(doubts: readonly Doubt[]): string[] {
	return doubts.map(({side, pids, error}) => `? ${pids.map(pid => `PID ${pid}: `).join('')}not known in ${side.toUpperCase()} (${error.message})`);
}

/** What could not be compared of a kind of things, with how many of them that is so of: one image that is lost may cost all of them the same. */
export function unknownNotes<T>({unknown}: Pick<Difference<T>, 'unknown'>, noun: string): string[] {
	return [...Map.groupBy(unknown.flatMap(pair => unknownLines(pair.unknown)), line => line)].map(([line, same]) => `? ${counted(same.length, noun)}: ${line}`);
}

// Beside another value, nothing has to be seen.
function valueText(value: Cell, type: CellType): string {
	const text = value === false ? 'no' : cellText(value, type);
	return text === '' ? '(none)' : text;
}
