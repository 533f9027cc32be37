import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

// PATH_MAX of Linux.
const longestPath = 4096;

/** Cells that `text` takes on screen. */
export function widthOf(text: string): number {
	return isNarrow(text) ? text.length : stringWidth(text);
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
	for (const {segment} of segmenter.segment(text)) {
		used += widthOf(segment);
		if (used > width) {
			break;
		}

		result += segment;
	}

	return result;
}

/** As much of the end of a path as fits into `width` cells, where the whole does not; the file's own name is what tells it from others. Anything but a path loses its end. */
export function fitPath(text: string, width: number, ellipsis: string): string {
	if (!text.startsWith('/') || text.length > longestPath || widthOf(text) <= width) {
		return fit(text, width, ellipsis);
	}

	const segments = [...segmenter.segment(text)].map(({segment}) => segment);
	let used = 1;
	let from = segments.length;
	while (from > 0 && used + widthOf(segments[from - 1]!) <= width) {
		from--;
		used += widthOf(segments[from]!);
	}

	return fit(ellipsis + segments.slice(from).join(''), width, ellipsis);
}

/** Breaks `text` into lines of at most `width` cells, at any character: evidence is not prose. */
export function wrap(text: string, width: number): string[] {
	const cells = Math.max(2, width);
	if (isNarrow(text)) {
		return Array.from({length: Math.max(1, Math.ceil(text.length / cells))}, (_, line) => text.slice(line * cells, (line + 1) * cells));
	}

	const lines: string[] = [];
	let line = '';
	let used = 0;
	for (const {segment} of segmenter.segment(text)) {
		const own = widthOf(segment);
		if (line !== '' && used + own > cells) {
			lines.push(line);
			line = '';
			used = 0;
		}

		line += segment;
		used += own;
	}

	return [...lines, line];
}

/** Breaks our own prose into lines of at most `width` cells, between words; inside a word only where the word is longer than a line. */
export function wrapWords(text: string, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) {
			lines[lines.length - 1] = `${last} ${word}`;
		} else {
			lines.push(...wrap(word, width));
		}
	}

	return lines;
}

// Every character of it takes one cell.
function isNarrow(text: string): boolean {
	return /^[\u0020-\u007e]*$/.test(text);
}
