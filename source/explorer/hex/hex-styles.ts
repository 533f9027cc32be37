import type {Style, Theme} from '../theme.js';
import type {HexStyle} from './spans.js';

/** How each meaning looks; without colour the cursor, matches and selection still differ. */
export function hexStyles({styles}: Theme): Readonly<Record<HexStyle, Style>> {
	return {
		address: styles.secondary,
		byte: styles.plain,
		zero: styles.secondary,
		text: styles.second,
		missing: styles.secondary,
		edited: styles.edited,
		bracket: {...styles.edited, underline: false},
		match: styles.match,
		selection: styles.selection,
		cursor: styles.selected,
		twin: styles.marked,
		label: styles.secondary,
		note: styles.secondary,
		plain: styles.plain,
	};
}
