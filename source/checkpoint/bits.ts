/** The bits that a name stands for. */
export type BitName = readonly [bits: number, name: string];

/** The names whose bits are all set in `value`, in the table's order, each bit named once; the rest of `value` as `unnamed` writes it. */
export function bitNames(value: number, table: readonly BitName[], unnamed: (rest: number) => string = rest => `0x${rest.toString(16)}`): string[] {
	const names = [];
	let rest = value >>> 0;
	for (const [bits, name] of table) {
		if ((rest & bits) >>> 0 === bits >>> 0) {
			names.push(name);
			rest = (rest & ~bits) >>> 0;
		}
	}

	return rest === 0 ? names : [...names, unnamed(rest)];
}
