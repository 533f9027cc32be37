import {useTheme} from '../theme.js';
import {fit, start, widthOf} from '../../text/fit.js';
import {alignment, markWidth, type TableColumn, type TableLayout} from '../../views/table-layout.js';
import {Row, type TitlePart} from './frame.js';
import type {Sorting} from './table-order.js';

type Props = {
	readonly columns: ReadonlyArray<TableColumn & {readonly name: string}>;
	readonly layout: TableLayout;
	readonly sorting: Sorting | undefined;
	readonly width: number;
};

/** The names of the columns, which one sorts, and whether there are more at either side. */
export function TableHeading({columns, layout, sorting, width}: Props) {
	const {styles, glyphs} = useTheme();
	const parts = layout.columns.flatMap(({index, width: cells}, place): TitlePart[] => {
		const {name, title, type} = columns[index]!;
		if (sorting?.column !== name) {
			return [{text: `${fit(title, cells, glyphs.ellipsis, alignment(type))} `}];
		}

		const mark = sorting.descending ? glyphs.descending : glyphs.ascending;
		// The blank between two columns is room enough where the heading has none.
		return widthOf(title) >= cells && place < layout.columns.length - 1
			? [{text: fit(title, cells, glyphs.ellipsis, alignment(type)) + mark, style: styles.second}]
			: [{text: fit(start(title, cells - 1) + mark, cells, glyphs.ellipsis, alignment(type)), style: styles.second}, {text: ' '}];
	});
	if (!layout.hasLeft && !layout.hasRight) {
		return <Row width={width} style={styles.secondary} parts={trimEnd(parts)}/>;
	}

	const used = parts.reduce((total, part) => total + widthOf(part.text), 0);
	const gap = ' '.repeat(Math.max(0, width - used - markWidth + 1));
	return <Row width={width} style={styles.secondary} parts={[...parts, {text: `${gap}${layout.hasLeft ? glyphs.more[0] : ' '}${layout.hasRight ? glyphs.more[1] : ' '}`, style: styles.second}]}/>;
}

function trimEnd(parts: readonly TitlePart[]): TitlePart[] {
	return parts.map((part, index) => index === parts.length - 1 ? {...part, text: part.text.trimEnd()} : part);
}
