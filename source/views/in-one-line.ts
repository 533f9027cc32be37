import type {Untrusted} from '../text/untrusted.js';

/** Each argument as it is; quoted where it has spaces, or nothing, in it. */
export function inOneLine(parts: readonly Untrusted[]): string | undefined {
	return parts.length === 0
		? undefined
		: parts.map(part => {
			const text = part.toString();
			return text === '' || /[\s"']/v.test(text) ? `'${text.replaceAll('\'', String.raw`'\''`)}'` : text;
		}).join(' ');
}
