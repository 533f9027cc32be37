import {useMemo, useState} from 'react';
import {Box, Text} from 'ink';
import type {Rows, View} from '../../views/view.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {fit} from './fit.js';
import {Row, type TitlePart} from './frame.js';
import {scrollHandlers} from './scrolling.js';
import {alignment, columnWidths} from './table-layout.js';
import {cellOf, rowOrder, type ShownCell, type Sorting} from './table-order.js';
import {TextInput} from './text-input.js';
import {useFilter, useFilterKeys} from './use-filter.js';
import {useScroll} from './use-scroll.js';

type Props<RowType> = {
	readonly view: View<RowType>;
	readonly rows: Rows<RowType>;
	readonly isFocused: boolean;
	readonly width: number;
	readonly height: number;
	/** Under which its place is kept while it is not on screen. */
	readonly placeKey: string;
	readonly services: Services;
	/** Enter on a row; without it, or where it returns false, the row is shown in full. */
	readonly onOpen?: (row: RowType) => boolean;
};

const sampleSize = 100;

/** Rows under headings. Only the rows on screen are asked for, so that it does not matter how many there are. */
export function Table<RowType>({view, rows, isFocused, width, height, placeKey, services, onOpen}: Props<RowType>) {
	const {styles, glyphs} = useTheme();
	const {columns} = view;
	const [sorting, setSorting] = useState<Sorting>();
	const [firstColumn, setFirstColumn] = useState(0);
	const filter = useFilter();
	const filterText = filter.field.text;
	const order = useMemo(() => rowOrder(rows, columns, filterText, sorting), [rows, columns, filterText, sorting]);
	const length = order?.length ?? rows.length;
	const page = Math.max(1, height - 1 - (filter.isShown ? 1 : 0));
	const [{index, top}, dispatch] = useScroll(services.memory, placeKey, length, page);
	useFilterKeys(filter, isFocused, by => {
		dispatch({type: 'by', rows: by});
	});

	const rowNumber = (position: number) => order?.[position] ?? position;
	const cells = (position: number): ShownCell[] => columns.map(column => cellOf(rows, rowNumber(position), column));
	// Widths stay while one scrolls.
	const widths = useMemo(() => {
		const samples = sampleIndexes(rows.length).map(position => columns.map(column => {
			const cell = cellOf(rows, position, column);
			return cell.state === 'ready' ? cell.text : '';
		}));
		return columnWidths(columns, samples, width);
	}, [rows, columns, width]);
	const fits = widths.reduce((total, cellWidth) => total + cellWidth + 1, -1) <= width;
	const first = fits ? 0 : Math.min(firstColumn, columns.length - 1);

	const showDetail = () => {
		services.showDetail({title: view.title, fields: columns.map((column, position) => ({name: column.title, value: cells(index)[position]!.text}))});
	};

	useActions(['list', 'move'], {
		...scrollHandlers(dispatch, length, page),
		...(!fits && {
			left() {
				setFirstColumn(Math.max(0, first - 1));
			},
			right() {
				setFirstColumn(Math.min(columns.length - 1, first + 1));
			},
		}),
		...(length > 0 && {
			open() {
				if (onOpen?.(rows.at(rowNumber(index))) !== true) {
					showDetail();
				}
			},
			detail: showDetail,
			copy() {
				services.copy(cells(index).map(cell => cell.text).join('\t'));
			},
		}),
		sort() {
			const next = nextSorting(sorting, columns.length);
			setSorting(next);
			services.say(next === undefined ? 'in the order of the dump' : `sorted by ${columns[next.column]!.title}${next.descending ? ', descending' : ''}`);
		},
		filter: filter.start,
		leave: filter.isShown ? filter.clear : services.leave,
	}, {isActive: isFocused});

	const heading = columns.slice(first).map((column, position) => fit(column.title, widths[first + position]!, glyphs.ellipsis, alignment(column.type))).join(' ');
	return (
		<Box flexDirection='column'>
			<Row width={width} style={styles.secondary} parts={[{text: heading}]}/>
			{Array.from({length: Math.max(0, Math.min(page, length - top))}, (_, position) => {
				const isSelected = top + position === index;
				const parts: TitlePart[] = cells(top + position).slice(first).map((cell, column) => ({
					text: fit(cell.text, widths[first + column]!, glyphs.ellipsis, alignment(columns[first + column]!.type)) + ' ',
					...(cell.state === 'failed' && !isSelected && {style: styles.danger}),
				}));
				return <Row key={top + position} width={width} style={isSelected ? (isFocused ? styles.selected : styles.marked) : styles.plain} parts={joinPlain(parts, width)}/>;
			})}
			{length === 0 && <Text wrap='truncate' {...styles.secondary}>{filterText === '' ? 'none' : 'no row matches'}</Text>}
			{filter.isShown && <TextInput prompt='/' field={filter.field} width={width} note={`${length} of ${rows.length}`}/>}
		</Box>
	);
}

// Few runs of text are what makes a screen cheap to draw. The last blank may be cut.
function joinPlain(parts: readonly TitlePart[], width: number): TitlePart[] {
	const joined: TitlePart[] = [];
	for (const part of parts) {
		const last = joined.at(-1);
		if (last && last.style === undefined && part.style === undefined) {
			joined[joined.length - 1] = {text: last.text + part.text};
		} else {
			joined.push(part);
		}
	}

	const end = joined.at(-1);
	if (end && width > 0) {
		joined[joined.length - 1] = {...end, text: end.text.slice(0, -1)};
	}

	return joined;
}

function nextSorting(sorting: Sorting | undefined, columns: number): Sorting | undefined {
	if (sorting === undefined) {
		return {column: 0, descending: false};
	}

	if (!sorting.descending) {
		return {...sorting, descending: true};
	}

	return sorting.column + 1 < columns ? {column: sorting.column + 1, descending: false} : undefined;
}

// The first rows, which are seen first, and some from all over, the last among them.
function sampleIndexes(length: number): number[] {
	const first = Array.from({length: Math.min(length, sampleSize)}, (_, index) => index);
	const rest = length - first.length;
	const spread = Math.min(rest, sampleSize);
	return [...first, ...Array.from({length: spread}, (_, index) => first.length + Math.ceil((index + 1) * rest / spread) - 1)];
}
