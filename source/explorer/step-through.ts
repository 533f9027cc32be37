/** What can be gone through one by one, such as the lines of a view; undefined where it ends. */
export type Chain<T> = {
	after(item: T): T | undefined;
	before(item: T): T | undefined;
};

/** At most `count` items from the first on. */
export function takeFrom<T>(chain: Chain<T>, first: T | undefined, count: number): T[] {
	const items: T[] = [];
	for (let item = first; item !== undefined && items.length < count; item = chain.after(item)) {
		items.push(item);
	}

	return items;
}

/** The item `count` places further, or back when negative, as far as there are any. */
export function stepThrough<T>(chain: Chain<T>, item: T, count: number): T {
	let current = item;
	for (let left = Math.abs(count); left > 0; left--) {
		const next = count > 0 ? chain.after(current) : chain.before(current);
		if (next === undefined) {
			break;
		}

		current = next;
	}

	return current;
}
