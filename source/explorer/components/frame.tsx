import type {ReactNode} from 'react';
import {Box, Text} from 'ink';
import {useTheme, type Style} from '../theme.js';
import {fit, start, widthOf} from '../../text/fit.js';

export type TitlePart = {readonly text: string; readonly style?: Style};

type Props = {
	readonly title: readonly TitlePart[];
	readonly width: number;
	readonly height: number;
	readonly isFocused: boolean;
	/** A word in the bottom border, such as the place in a list. */
	readonly note?: string;
	readonly children?: ReactNode;
};

/** A box with a title in its upper border; the border shows whether it has the focus. */
export function Frame({title, width, height, isFocused, note = '', children}: Props) {
	const {styles, glyphs} = useTheme();
	const {border} = glyphs;
	const line = isFocused ? styles.accent : styles.secondary;
	const parts = clip(title, width - 4);
	const used = parts.reduce((sum, part) => sum + widthOf(part.text), 0);
	const shownNote = note === '' || widthOf(note) > width - 6 ? '' : ` ${note} `;
	return (
		<Box flexDirection='column' width={width} height={height} flexShrink={0}>
			<Text wrap='truncate' {...line}>
				{border.topLeft + (used > 0 ? ' ' : '')}
				{parts.map((part, index) => <Text key={index} {...(part.style ?? (isFocused ? styles.accent : styles.heading))} dimColor={part.style?.dimColor ?? false}>{part.text}</Text>)}
				{(used > 0 ? ' ' : '') + border.top.repeat(Math.max(0, width - 2 - used - (used > 0 ? 2 : 0))) + border.topRight}
			</Text>
			<Box borderStyle={border} borderTop={false} borderBottom={false} width={width} height={Math.max(0, height - 2)} flexDirection='column' overflow='hidden' borderDimColor={line.dimColor ?? false} {...(line.color === undefined ? {} : {borderColor: line.color})}>
				{children}
			</Box>
			<Text wrap='truncate' {...line}>{border.bottomLeft + border.bottom.repeat(Math.max(0, width - 3 - widthOf(shownNote))) + shownNote + border.bottom + border.bottomRight}</Text>
		</Box>
	);
}

function clip(parts: readonly TitlePart[], width: number): TitlePart[] {
	let left = width;
	const result: TitlePart[] = [];
	for (const part of parts) {
		const text = start(part.text, left);
		left -= widthOf(text);
		if (text !== '') {
			result.push({...part, text});
		}
	}

	return result;
}

/** One row of a pane: runs of text in exactly `width` cells. */
export function Row({parts, width, style}: {readonly parts: readonly TitlePart[]; readonly width: number; readonly style?: Style}) {
	const {glyphs} = useTheme();
	const shown = clip(parts, width);
	const used = shown.reduce((sum, part) => sum + widthOf(part.text), 0);
	const cut = parts.reduce((sum, part) => sum + widthOf(part.text), 0) > width;
	const last = shown.at(-1);
	if (cut && last) {
		shown[shown.length - 1] = {...last, text: fit(last.text + glyphs.ellipsis.repeat(2), widthOf(last.text), glyphs.ellipsis)};
	}

	return (
		<Text wrap='truncate' {...style}>
			{shown.map((part, index) => part.style ? <Text key={index} {...part.style}>{part.text}</Text> : part.text)}
			{' '.repeat(Math.max(0, width - used))}
		</Text>
	);
}
