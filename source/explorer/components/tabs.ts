import type {Theme} from '../theme.js';
import {widthOf} from '../../text/fit.js';
import type {TitlePart} from './frame.js';

export type Tab = {readonly id: string; readonly title: string; readonly short: string};

type Form = (tab: Tab, isActive: boolean) => string;

const forms: readonly Form[] = [
	tab => ` ${tab.title}`,
	(tab, isActive) => isActive ? ` ${tab.title}` : tab.short,
	tab => tab.short,
];

// Only so many have a digit to press.
const digits = 9;

/** The tabs for a pane's title, as many as fit into `width` cells: with their names, with short names, or only those around the `active` one, with a sign where there are more. */
export function tabTitle(tabs: readonly Tab[], active: string, width: number, isFocused: boolean, {styles, glyphs}: Theme): TitlePart[] {
	const at = Math.max(0, tabs.findIndex(({id}) => id === active));
	const drawn = (form: Form) => tabs.map((tab, index): TitlePart[] => [
		{text: `${index < digits ? index + 1 : ''}`, style: index === at ? styles.second : styles.secondary},
		{text: index < digits ? form(tab, index === at) : form(tab, index === at).trimStart(), style: index === at ? (isFocused ? styles.accent : styles.heading) : styles.plain},
	]);
	for (const form of forms) {
		const all = drawn(form);
		if (widthBetween(all, 0, all.length) <= width) {
			return joined(all);
		}
	}

	const all = drawn(forms[1]!);
	const [before, after] = glyphs.more;
	let [start, end] = [at, at + 1];
	const fits = (from: number, to: number) => widthBetween(all, from, to) + (from > 0 ? 2 : 0) + (to < all.length ? 2 : 0) <= width;
	for (let grows = true; grows;) {
		grows = false;
		if (end < all.length && fits(start, end + 1)) {
			end++;
			grows = true;
		}

		if (start > 0 && fits(start - 1, end)) {
			start--;
			grows = true;
		}
	}

	return [
		...start > 0 ? [{text: `${before} `, style: styles.secondary}] : [],
		...joined(all.slice(start, end)),
		...end < all.length ? [{text: ` ${after}`, style: styles.secondary}] : [],
	];
}

function widthBetween(tabs: ReadonlyArray<readonly TitlePart[]>, start: number, end: number): number {
	return joined(tabs.slice(start, end)).reduce((sum, {text}) => sum + widthOf(text), 0);
}

function joined(tabs: ReadonlyArray<readonly TitlePart[]>): TitlePart[] {
	return tabs.flatMap((parts, index) => index === 0 ? parts : [{text: ' ', style: {}}, ...parts]);
}
