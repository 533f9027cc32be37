import {attempt} from '../archive/attempt.js';
import {parseJson} from '../checkpoint/json-file.js';
import {Untrusted} from '../text/untrusted.js';

/** One value inside a JSON text: its key or index, and how deep it lies (0 is the outermost). */
export type JsonPart = {
	readonly name: Untrusted | string;
	/** Empty for an object or list whose parts follow. */
	readonly value: Untrusted | string;
	readonly depth: number;
};

// A screen is for people: deeper or longer texts than any engine writes are shown folded.
const maxDepth = 8;
const maxParts = 500;

/** Takes apart a text that is a JSON object or list; undefined for any other text. */
export function unfoldJson(text: Untrusted): JsonPart[] | undefined {
	if (!/^\s*[\[\{]/v.test(text.toKey())) {
		return undefined;
	}

	const value = attempt(() => parseJson(text.bytes, 'JSON'));
	if (value.state !== 'ready') {
		return undefined;
	}

	const parts: JsonPart[] = [];
	unfold(value.value as object, 0, parts);
	return parts;
}

function unfold(container: object, depth: number, parts: JsonPart[]): void {
	for (const [key, value] of Object.entries(container)) {
		if (parts.length === maxParts) {
			parts.push({name: '...', value: 'and more', depth});
		}

		if (parts.length > maxParts) {
			return;
		}

		const name = Array.isArray(container) ? `[${key}]` : Untrusted.from(key);
		const isOpen = typeof value === 'object' && value !== null && Object.keys(value as object).length > 0 && depth < maxDepth;
		parts.push({name, value: isOpen ? '' : shown(value), depth});
		if (isOpen) {
			unfold(value as object, depth + 1, parts);
		}
	}
}

function shown(value: unknown): Untrusted {
	return Untrusted.from(typeof value === 'string' ? value : JSON.stringify(value));
}
