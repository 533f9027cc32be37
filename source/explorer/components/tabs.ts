import type {Styles} from '../theme.js';
import {widthOf} from '../../text/fit.js';
import type {TitlePart} from './frame.js';

export type Tab = {readonly id: string; readonly title: string; readonly short: string};

/** The tabs for a pane's title, as long as they fit into `width` cells: with their names, with short names, with what begins those, with their digits only. */
export function tabTitle(tabs: readonly Tab[], active: string, width: number, isFocused: boolean, styles: Styles): TitlePart[] {
	const forms: ReadonlyArray<(tab: Tab, isActive: boolean) => string> = [
		tab => ` ${tab.title}`,
		(tab, isActive) => isActive ? ` ${tab.title}` : tab.short,
		tab => tab.short,
		(tab, isActive) => isActive ? ` ${tab.title}` : tab.short.slice(0, 3),
		tab => tab.short.slice(0, 3),
		(tab, isActive) => isActive ? ` ${tab.title}` : '',
	];
	const drawn = forms.map(form => tabs.flatMap((tab, index): TitlePart[] => {
		const isActive = tab.id === active;
		return [
			{text: `${index === 0 ? '' : ' '}${index + 1}`, style: isActive ? styles.second : styles.secondary},
			{text: form(tab, isActive), style: isActive ? (isFocused ? styles.accent : styles.heading) : styles.plain},
		];
	}));
	return drawn.find(parts => parts.reduce((sum, part) => sum + widthOf(part.text), 0) <= width) ?? drawn.at(-1)!;
}
