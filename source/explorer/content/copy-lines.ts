import {mostCopied} from '../hex/copy-bytes.js';
import {TextLines} from './text-lines.js';

/** Lines as they are shown, from `start` up to `end` or as many bytes as are copied; where there is nothing, nothing is copied. */
export function copyLines({space}: TextLines, {start, end}: {readonly start: number; readonly end: number}): string {
	const whole = new TextLines(space);
	const last = Math.min(end, start + mostCopied);
	let text = '';
	for (let row = whole.at(start); row.start < last; row = whole.after(row)!) {
		if (row.kind === 'text') {
			const {texts, offsets} = row.characters;
			const count = offsets.findLastIndex(offset => row.start + offset <= last);
			// Behind the characters stands the end of the line, which the last one that is copied has no need of.
			text += texts.slice(0, count).join('') + (row.end < last && offsets.at(-1)! < row.end - row.start ? '\n' : '');
		}

		if (row.end >= whole.size) {
			break;
		}
	}

	return text;
}
