import {createContext, use} from 'react';
import type {BoxProps, TextProps} from 'ink';
import type {Charset} from '../text/printable.js';
import {treeGlyphs, type TreeGlyphs} from '../views/process-rows.js';
import type {Capabilities} from './terminal/capabilities.js';

/** How a run of text looks: properties for Ink's `Text`. */
export type Style = Pick<TextProps, 'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'inverse' | 'underline' | 'italic'>;

/** Looks by meaning. Two accents, dim for what is secondary, red for damage and danger only. */
export type Styles = {
	/** What has the focus. */
	readonly accent: Style;
	/** Names, keys, numbers that stand out from text. */
	readonly second: Style;
	readonly secondary: Style;
	readonly danger: Style;
	readonly heading: Style;
	/** The selected row of the pane that has the focus. */
	readonly selected: Style;
	/** The selected row of a pane that has not. */
	readonly marked: Style;
	/** What was searched for. */
	readonly match: Style;
	/** Stands for something that is not there: never confused with text. */
	readonly absent: Style;
	/** Bytes that are selected, wherever the cursor is. */
	readonly selection: Style;
	/** Bytes that were typed over, which are not the dump's. */
	readonly edited: Style;
	readonly plain: Style;
};

/** The characters lines are drawn with. */
export type Glyphs = TreeGlyphs & {
	readonly border: Exclude<BoxProps['borderStyle'], string | undefined>;
	readonly folded: string;
	readonly unfolded: string;
	readonly ellipsis: string;
	readonly separator: string;
	readonly cursor: string;
	readonly bar: string;
	readonly barRest: string;
	readonly ascending: string;
	readonly descending: string;
	/** There is more at the left, at the right. */
	readonly more: readonly [string, string];
};

export type Theme = {readonly styles: Styles; readonly glyphs: Glyphs; readonly charset: Charset};

// The 16 named colours only: the user's palette rules.
const colored: Styles = {
	accent: {color: 'cyan', bold: true},
	second: {color: 'yellow'},
	secondary: {dimColor: true},
	danger: {color: 'red'},
	heading: {bold: true},
	selected: {inverse: true},
	marked: {bold: true, underline: true},
	absent: {dimColor: true, italic: true},
	match: {color: 'black', backgroundColor: 'yellow'},
	selection: {color: 'black', backgroundColor: 'cyan'},
	edited: {color: 'green', bold: true, underline: true},
	plain: {},
};

const monochrome: Styles = {
	accent: {bold: true, underline: true},
	second: {bold: true},
	secondary: {dimColor: true},
	danger: {bold: true, underline: true},
	heading: {bold: true},
	selected: {inverse: true},
	marked: {bold: true, underline: true},
	absent: {dimColor: true, italic: true},
	match: {bold: true, underline: true},
	selection: {underline: true},
	edited: {bold: true, underline: true},
	plain: {},
};

const unicode: Glyphs = {
	border: {topLeft: '┌', top: '─', topRight: '┐', right: '│', bottomRight: '┘', bottom: '─', bottomLeft: '└', left: '│'},
	...treeGlyphs.unicode, folded: '▸ ', unfolded: '▾ ', ellipsis: '…', separator: ' · ', cursor: '█', bar: '█', barRest: '░', ascending: '▲', descending: '▼', more: ['‹', '›'],
};

const ascii: Glyphs = {
	border: {topLeft: '+', top: '-', topRight: '+', right: '|', bottomRight: '+', bottom: '-', bottomLeft: '+', left: '|'},
	...treeGlyphs.ascii, folded: '> ', unfolded: 'v ', ellipsis: '~', separator: ' - ', cursor: '_', bar: '#', barRest: '.', ascending: '^', descending: 'v', more: ['<', '>'],
};

export function createTheme({charset, color}: Capabilities): Theme {
	return {styles: color ? colored : monochrome, glyphs: charset === 'unicode' ? unicode : ascii, charset};
}

const ThemeContext = createContext<Theme>(createTheme({charset: 'unicode', color: true}));

export const ThemeProvider = ThemeContext.Provider;

export function useTheme(): Theme {
	return use(ThemeContext);
}
