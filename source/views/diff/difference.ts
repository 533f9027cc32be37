import {attempt} from '../../archive/attempt.js';
import type {InputError} from '../../archive/byte-source.js';
import {Untrusted} from '../../text/untrusted.js';
import type {Cell, Column} from '../view.js';

/** One of the two checkpoints; `b` is the later one, as far as the person who asks is concerned. */
export type Side = 'a' | 'b';

export const sides: readonly Side[] = ['a', 'b'];

export type Both<T> = Readonly<Record<Side, T>>;

/** A fact that two things are compared by. */
export type Field<T> = Omit<Column<T>, 'min' | 'max' | 'shown'> & {
	/** The change in lines of text, where both values one after the other would hide it. */
	change?(before: T, after: T): readonly string[];
};

/** A fact that is not the same of both. */
export type Change<T> = {readonly field: Field<T>; readonly before: Cell; readonly after: Cell};

/** A fact that can't be compared, because one side has lost it. */
export type Unknown<T> = {readonly field: Field<T>; readonly side: Side; readonly error: InputError};

/** One thing as both checkpoints have it. */
export type Pair<T> = {
	readonly before: T;
	readonly after: T;
	readonly changes: ReadonlyArray<Change<T>>;
	readonly unknown: ReadonlyArray<Unknown<T>>;
};

/** What became of a kind of things. Every thing of either side is in one of the lists. */
export type Difference<T, P extends Pair<T> = Pair<T>> = {
	/** Only `b` has them. */
	readonly added: readonly T[];
	/** Only `a` has them. */
	readonly removed: readonly T[];
	readonly changed: readonly P[];
	/** No change is known of them, but not all could be compared. */
	readonly unknown: readonly P[];
	readonly unchanged: readonly P[];
};

/**
Compares things that are told apart by a key: of those that share one, the first with the first and so on, so that none is lost. What is in `b` keeps its order there, what was removed its order in `a`.
*/
export function compare<T, P extends Pair<T>>(a: readonly T[], b: readonly T[], key: (thing: T) => string | number, pairUp: (before: T, after: T) => P): Difference<T, P> {
	const earlier = byKey(a, key);
	const added: T[] = [];
	const pairs: P[] = [];
	for (const [name, after] of byKey(b, key)) {
		const before = earlier.get(name);
		earlier.delete(name);
		if (before === undefined) {
			added.push(after);
		} else {
			pairs.push(pairUp(before, after));
		}
	}

	return {added, removed: [...earlier.values()], ...sorted(pairs)};
}

/** Pairs by what is known of them. */
export function sorted<T, P extends Pair<T>>(pairs: readonly P[], isChanged = (pair: P) => pair.changes.length > 0): Pick<Difference<T, P>, 'changed' | 'unknown' | 'unchanged'> {
	return {
		changed: pairs.filter(pair => isChanged(pair)),
		unknown: pairs.filter(pair => !isChanged(pair) && pair.unknown.length > 0),
		unchanged: pairs.filter(pair => !isChanged(pair) && pair.unknown.length === 0),
	};
}

/** Compares two things fact by fact. Damage costs only the facts that stand in it. */
export function pairOf<T>(fields: ReadonlyArray<Field<T>>, before: T, after: T): Pair<T> {
	const changes: Array<Change<T>> = [];
	const unknown: Array<Unknown<T>> = [];
	for (const field of fields) {
		const values = {a: attempt(() => field.value(before)), b: attempt(() => field.value(after))};
		if (values.a.state === 'ready' && values.b.state === 'ready') {
			if (!isSame(values.a.value, values.b.value)) {
				changes.push({field, before: values.a.value, after: values.b.value});
			}

			continue;
		}

		for (const side of sides) {
			const value = values[side];
			if (value.state === 'pending') {
				throw value.error;
			}

			if (value.state === 'failed') {
				unknown.push({field, side, error: value.error});
			}
		}
	}

	return {before, after, changes, unknown};
}

export function isSame(one: Cell, other: Cell): boolean {
	return one instanceof Untrusted && other instanceof Untrusted ? Buffer.compare(one.bytes, other.bytes) === 0 : one === other;
}

function byKey<T>(things: readonly T[], key: (thing: T) => string | number): Map<string, T> {
	const found = new Map<string, T>();
	const counts = new Map<string | number, number>();
	for (const thing of things) {
		const name = key(thing);
		const count = counts.get(name) ?? 0;
		counts.set(name, count + 1);
		found.set(`${name}#${count}`, thing);
	}

	return found;
}
