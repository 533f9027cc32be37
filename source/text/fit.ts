import {createRequire} from 'node:module';
import type stringWidth from 'string-width';
import type {Options} from 'string-width';

const require = createRequire(import.meta.url);

// PATH_MAX of Linux.
const longestPath = 4096;

/** Cells that `text` takes on screen; codes of the terminal in it take none, unless `options` say so. */
export function widthOf(text: string, options?: Options): number {
	return isNarrow(text) ? text.length : unicode().stringWidth(text, options);
}

/** Cuts or pads `text` to exactly `width` cells; what is cut ends in `ellipsis`. */
export function fit(text: string, width: number, ellipsis: string, align: 'left' | 'right' = 'left'): string {
	if (width <= 0) {
		return '';
	}

	// A text may be much longer than any line: no more of it is looked at than fits.
	const whole = start(text, width);
	const cut = whole.length === text.length ? text : start(text, width - 1) + ellipsis;
	const padding = ' '.repeat(Math.max(0, width - widthOf(cut)));
	return align === 'left' ? cut + padding : padding + cut;
}

/** As much of the start of `text` as fits into `width` cells. */
export function start(text: string, width: number): string {
	const cells = Math.max(0, width);
	if (isNarrow(text.slice(0, cells + 1))) {
		return text.slice(0, cells);
	}

	let used = 0;
	let result = '';
	for (const character of charactersOf(text)) {
		used += widthOf(character);
		if (used > width) {
			break;
		}

		result += character;
	}

	return result;
}

/** As much of the end of a path as fits into `width` cells, where the whole does not; the file's own name is what tells it from others. Anything but a path loses its end. */
export function fitPath(text: string, width: number, ellipsis: string): string {
	if (!text.startsWith('/') || text.length > longestPath || widthOf(text) <= width) {
		return fit(text, width, ellipsis);
	}

	const segments = [...charactersOf(text)];
	let used = 1;
	let from = segments.length;
	while (from > 0 && used + widthOf(segments[from - 1]!) <= width) {
		from--;
		used += widthOf(segments[from]!);
	}

	return fit(ellipsis + segments.slice(from).join(''), width, ellipsis);
}

/** Breaks `text` into lines of at most `width` cells, at blanks where there are some: the blank that a line is broken at goes. What is longer than a line is broken at any character. */
export function wrap(text: string, width: number): string[] {
	const cells = Math.max(2, width);
	return isNarrow(text) ? wrapNarrow(text, cells) : wrapSegments([...charactersOf(text)], cells);
}

/** Breaks `texts` into lines, as many as there is room for; where that is not all, the last one ends in `ellipsis`. */
export function wrapInto(texts: readonly string[], {width, height}: {readonly width: number; readonly height: number}, ellipsis: string): string[] {
	const lines = texts.flatMap(text => wrap(text, width));
	return lines.length <= height ? lines : [...lines.slice(0, height - 1), fit(lines.slice(height - 1).join(' '), width, ellipsis)];
}

function wrapNarrow(text: string, cells: number): string[] {
	const lines: string[] = [];
	let from = 0;
	while (text.length - from > cells) {
		const blank = text.slice(from, from + cells + 1).lastIndexOf(' ');
		lines.push(text.slice(from, from + (blank > 0 ? blank : cells)));
		from += blank > 0 ? blank + 1 : cells;
	}

	return [...lines, text.slice(from)];
}

function wrapSegments(segments: readonly string[], cells: number): string[] {
	const lines: string[] = [];
	let from = 0;
	let used = 0;
	let blank = 0;
	for (let index = 0; index < segments.length; index++) {
		used += widthOf(segments[index]!);
		if (segments[index] === ' ') {
			blank = index;
		}

		if (used > cells) {
			const isSoft = blank > from;
			// A character may be wider than a line.
			const end = isSoft ? blank : Math.max(index, from + 1);
			lines.push(segments.slice(from, end).join(''));
			from = isSoft ? end + 1 : end;
			index = from - 1;
			used = 0;
		}
	}

	return [...lines, segments.slice(from).join('')];
}

// Every code unit of it is a character of its own in one cell: ASCII, Latin letters, and what is drawn with here.
function isNarrow(text: string): boolean {
	return /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2193\u23ce\u2400-\u2426\u2500-\u25fc]*$/.test(text);
}

// The characters of a text as a person sees them.
function * charactersOf(text: string): Generator<string, void> {
	for (const {segment} of unicode().segmenter.segment(text)) {
		yield segment;
	}
}

let loaded: {readonly segmenter: Intl.Segmenter; readonly stringWidth: typeof stringWidth} | undefined;

// What divides and measures any text takes as long to load as Node to start, and hardly any text needs it.
function unicode(): NonNullable<typeof loaded> {
	loaded ??= {
		segmenter: new Intl.Segmenter(),
		stringWidth: (require('string-width') as {readonly default: typeof stringWidth}).default,
	};
	return loaded;
}
