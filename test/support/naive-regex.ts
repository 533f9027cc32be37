import type {RegexPattern} from '../../source/search/pattern.js';
import type {Hit} from './naive-search.js';

/** What was typed as an expression of JavaScript, with `after` behind it; it must hold nothing that JavaScript understands otherwise. */
export function javaScriptRegex(typed: string, after: string): RegExp {
	const {flags, source} = /^(?:\(\?(?<flags>[is]+)\))?(?<source>.*)$/s.exec(typed)!.groups!;
	return new RegExp(`(?:${source})${after}`, `my${flags ?? ''}`);
}

/** The definition of what an expression finds, by JavaScript's own: at each start, the first match by preference within the bytes a match may look at. Neither `typed` nor `bytes` may hold what JavaScript understands otherwise, such as CR. */
export function naiveRegex(bytes: Buffer, typed: string, {longest, behind, ahead}: Pick<RegexPattern, 'longest' | 'behind' | 'ahead'>): Hit[] {
	const cut = new Map<number, RegExp>();
	const hits: Hit[] = [];
	for (let start = 0; start < bytes.length;) {
		const first = Math.max(0, start - behind);
		const around = bytes.toString('latin1', first, Math.min(bytes.length, start + longest + ahead));
		const rest = Math.max(0, around.length - (start - first) - longest);
		const expression = cut.get(rest) ?? javaScriptRegex(typed, `(?=[^]{${rest}})`);
		cut.set(rest, expression);
		expression.lastIndex = start - first;
		const length = expression.exec(around)?.[0].length ?? 0;
		if (length > 0) {
			hits.push([start, length]);
		}

		start += Math.max(1, length);
	}

	return hits;
}
