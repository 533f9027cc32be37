import {attempt} from '../../archive/attempt.js';
import {Untrusted} from '../../text/untrusted.js';
import {exactTime} from '../../views/format.js';
import {cell, cellIn} from '../../views/rows.js';
import type {Cell, CellType, Column} from '../../views/view.js';
import {textOf} from '../../writing/byte-text.js';
import {jsonBytes, jsonLine} from '../../writing/json-text.js';
import type {Json, JsonObject} from '../../writing/json.js';
import {documentJson} from './document-json.js';
import {joiner, repeating} from './repeated.js';

/**
A row as an object for JSON, by the names of its columns. A field that nothing is known of, or whose image is damaged, is null.
*/
export function record<Row>(columns: ReadonlyArray<Column<Row>>, row: Row): JsonObject {
	return Object.fromEntries(columns.map(column => [column.name, fieldOf(column, row)]));
}

/** What writes the same as one line of text, row by row. */
export function recordWriter<Row>(columns: ReadonlyArray<Column<Row>>): (row: Row) => string {
	const fields = columns.map((column, index) => fieldWriter(column, `${index === 0 ? '{' : ', '}"${column.name}": `));
	const join = joiner(fields.length);
	return row => `${join(index => fields[index]!(row))}}`;
}

function fieldWriter<Row>(column: Column<Row>, name: string): (row: Row) => string {
	if (column.json !== undefined) {
		return row => name + jsonLine(fieldOf(column, row));
	}

	const write = repeating(value => name + cellJson(value, column.type));
	return row => write(cellIn(column, row));
}

function cellJson(value: Cell, type: CellType): string {
	if (value instanceof Untrusted) {
		return jsonBytes(value.bytes);
	}

	return type === 'address' && typeof value === 'bigint' ? `"${addressJson(value)}"` : jsonLine(jsonOf(value, type));
}

function addressJson(value: number | bigint): string {
	return `0x${value.toString(16)}`;
}

function fieldOf<Row>({type, value, json}: Column<Row>, row: Row): Json {
	if (json === undefined) {
		return jsonOf(cell(() => value(row)), type);
	}

	const document = attempt(() => json(row));
	return document.state === 'ready' ? documentJson(document.value) : null;
}

/**
A value as JSON has it:

- an address in hexadecimal, `"0x7f3a1c02b000"`, and every other integer of 64 bits in decimal, both as strings, for a number of JSON is not exact
- a time in UTC, `"2026-11-21T01:22:31.000Z"`
- text as `textOf` writes bytes: exact, also where they are no UTF-8
*/
export function jsonOf(value: Cell, type: CellType): Json {
	if (value === undefined) {
		return null;
	}

	if (value instanceof Untrusted) {
		return textOf(value.bytes);
	}

	if (type === 'address' && typeof value !== 'string' && typeof value !== 'boolean') {
		return addressJson(value);
	}

	if (type === 'time' && typeof value === 'number') {
		return exactTime(value);
	}

	return typeof value === 'bigint' ? String(value) : value;
}
