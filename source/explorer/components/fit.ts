
import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

/** Cells that `text` takes on screen. */
export function widthOf(text: string): number {
	return isNarrow(text) ? text.length : stringWidth(text);
}

/** Cuts or pads `text` to exactly `width` cells; what is cut ends in `ellipsis`. */
export function fit(text: string, width: number, ellipsis: string, align: 'left' | 'right' = 'left'): string {
	if (width <= 0) {
		return '';
	}

	const cut = widthOf(text) <= width ? text : start(text, width - 1) + ellipsis;
	const padding = ' '.repeat(Math.max(0, width - widthOf(cut)));
	return align === 'left' ? cut + padding : padding + cut;
}

/** As much of the start of `text` as fits into `width` cells. */
export function start(text: string, width: number): string {
	if (isNarrow(text)) {
		return text.slice(0, Math.max(0, width));
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

/** Breaks `text` into lines of at most `width` cells, at any character: evidence is not prose. */
export function wrap(text: string, width: number): string[] {
	const cells = Math.max(2, width);
	const lines: string[] = [];
	let rest = text;
	do {
		const line = start(rest, cells);
		lines.push(line);
		rest = rest.slice(line.length);
	} while (rest !== '');

	return lines;
}

// Every character of it takes one cell.
function isNarrow(text: string): boolean {
	return /^[\u0020-\u007e]*$/.test(text);
}
