type Column = Float64Array | BigUint64Array | Uint32Array | Uint8Array;

/** Columns of one length. */
export type Table = Record<string, Column>;

/** The table with room for twice as many rows. */
export function doubled<T extends Table>(table: T): T {
	return map(table, column => {
		const larger = new (column.constructor as new (length: number) => Column)(column.length * 2);
		larger.set(column as never);
		return larger;
	});
}

/** The table's first rows, without the room behind them; where there is none, the table's own. */
export function firstRows<T extends Table>(table: T, length: number): T {
	return map(table, column => column.length === length ? column : column.slice(0, length));
}

function map<T extends Table>(table: T, change: (column: Column) => Column): T {
	return Object.fromEntries(Object.entries(table).map(([name, column]) => [name, change(column)])) as T;
}
