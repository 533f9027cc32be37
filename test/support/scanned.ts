import type {Matcher} from '../../source/search/matcher.js';
import {scan, type Text} from '../../source/search/scan.js';
import type {Hit} from './naive-search.js';

/** Bytes as a text to scan. */
export function textOf(bytes: Buffer): Text {
	return {
		start: 0,
		end: bytes.length,
		read: (target, position) => bytes.copy(target, 0, position, position + target.length),
	};
}

/** What a matcher finds of the starts in `[from, to)`, by windows of its chunk. */
export function scanned(bytes: Buffer, matcher: Matcher, from = 0, to = bytes.length): Hit[] {
	const hits: Hit[] = [];
	const buffer = Buffer.alloc(matcher.behind + matcher.chunk + matcher.reach);
	let passed = 0;
	for (const count of scan(textOf(bytes), matcher, buffer, from, to, (start, length) => {
		hits.push([start, length]);
	})) {
		passed += count;
	}

	if (passed !== to - from) {
		throw new Error(`${passed} of ${to - from} bytes looked at`);
	}

	return hits;
}
