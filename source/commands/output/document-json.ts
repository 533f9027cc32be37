import {Untrusted} from '../../text/untrusted.js';
import type {Document} from '../../views/document.js';
import {textOf} from '../../writing/byte-text.js';
import type {Json} from '../../writing/json.js';

/** A document as JSON: its strings of the checkpoint exact (see `textOf`), its integers as numbers with all their digits. */
export function documentJson(document: Document): Json {
	if (document === undefined || document === null || typeof document !== 'object') {
		return document ?? null;
	}

	if (document instanceof Untrusted) {
		return textOf(document.bytes);
	}

	if (isList(document)) {
		return document.map(item => documentJson(item));
	}

	const fields: ReadonlyArray<readonly [string, Document]> = document instanceof Map
		? [...document as ReadonlyMap<Untrusted, Document>].map(([key, value]) => [textOf(key.bytes), value])
		: Object.entries(document);
	return Object.fromEntries(fields.filter(([, value]) => value !== undefined).map(([key, value]) => [key, documentJson(value)]));
}

function isList(document: object): document is readonly Document[] {
	return Array.isArray(document);
}
