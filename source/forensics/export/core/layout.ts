/** A field of a C structure: its value, and how many bytes it takes. */
export type Field = readonly [value: bigint | number, size: 1 | 2 | 4 | 8];

/** Fields one after the other, little-endian, each of them cut to its size. */
export function packed(fields: Iterable<Field>): Buffer {
	const all = [...fields];
	const bytes = Buffer.alloc(all.reduce((sum, [, size]) => sum + size, 0));
	let position = 0;
	for (const [value, size] of all) {
		if (size === 8) {
			bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), position);
		} else {
			bytes.writeUIntLE(Number(BigInt.asUintN(size * 8, BigInt(value))), position, size);
		}

		position += size;
	}

	return bytes;
}

/** A C structure, by the names of its fields. */
export function structure(fields: Readonly<Record<string, Field>>): Buffer {
	return packed(Object.values(fields));
}

/** Values of one size, of which there are `count`: those that are too many are left out, and those that lack are 0. */
export function array(values: ReadonlyArray<bigint | number>, size: Field[1], count: number): Field[] {
	return Array.from({length: count}, (_, index) => [values[index] ?? 0, size] as const);
}
