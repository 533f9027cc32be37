import type {MatchList} from '../../search/match-list.js';
import {fit, widthOf} from '../../text/fit.js';
import type {TitlePart} from '../components/frame.js';
import type {Style, Theme} from '../theme.js';
import type {TextRow} from './text-lines.js';

type Options = {
	/** Cells that are cut off at the left. */
	readonly left: number;
	readonly width: number;
	readonly cursor: number;
	readonly matches: MatchList;
	/** Lines that are selected. */
	readonly selection?: {readonly start: number; readonly end: number} | undefined;
	readonly theme: Theme;
};

/** Draws one row in at most `width` cells: its matches stand out, and the one at the cursor among them. Where something is cut off, it shows. */
export function textRow(row: TextRow, options: Options): TitlePart[] {
	const {width, left, selection, theme: {styles, glyphs, charset}} = options;
	const isSelected = selection !== undefined && selection.start <= row.start && row.start < selection.end;
	if (row.kind === 'note') {
		const text = `${charset === 'unicode' ? '·· ··' : '-- --'}  ${row.note}`;
		return [{text: fit(text, Math.min(widthOf(text), width), glyphs.ellipsis), style: isSelected ? styles.selection : styles.secondary}];
	}

	const {characters: {texts, offsets, columns}, from, to} = row;
	const base = columns[from]! + left;
	const total = columns[to]! - columns[from]!;
	const isCutLeft = left > 0 && total > 0;
	const isCutRight = total - left > width;
	const room = {start: base + (isCutLeft ? 1 : 0), end: base + width - (isCutRight ? 1 : 0)};
	const styleOf = matchStyles(row, options, isSelected ? styles.selection : undefined);
	const parts: TitlePart[] = isCutLeft ? [{text: glyphs.ellipsis, style: styles.secondary}] : [];
	let column = room.start;
	for (let index = from; index < to && columns[index]! < room.end; index++) {
		if (columns[index + 1]! <= room.start) {
			continue;
		}

		const start = columns[index]!;
		const end = columns[index + 1]!;
		// Half of a wide character can't be drawn; an escape and a tab can be.
		const isWhole = room.start <= start && end <= room.end;
		const text = isWhole ? texts[index]! : partOf(texts[index]!, Math.max(0, room.start - start), Math.min(end, room.end) - start);
		add(parts, text, styleOf(row.start + offsets[index]! - offsets[from]!));
		column = Math.min(end, room.end);
	}

	// A line without a character is seen to be selected as well.
	if (isSelected && total === 0) {
		return [{text: ' ', style: styles.selection}];
	}

	return isCutRight ? [...parts, {text: ' '.repeat(room.end - column) + glyphs.ellipsis, style: styles.secondary}] : parts;
}

function partOf(text: string, from: number, to: number): string {
	return widthOf(text) === text.length ? text.slice(from, to) : ' '.repeat(to - from);
}

function matchStyles({start, end}: TextRow, {matches, cursor, theme: {styles}}: Options, other: Style | undefined): (offset: number) => Style | undefined {
	const found = matches.within(BigInt(start), BigInt(end)).map(({address, length}) => ({from: Number(address), to: Number(address) + length}));
	return offset => {
		const match = found.find(({from, to}) => from <= offset && offset < to);
		return match === undefined ? other : (match.from === cursor ? styles.selected : styles.match);
	};
}

function add(parts: TitlePart[], text: string, style: Style | undefined): void {
	const last = parts.at(-1);
	if (last && last.style === style) {
		parts[parts.length - 1] = {...last, text: last.text + text};
	} else {
		parts.push({text, ...style && {style}});
	}
}
