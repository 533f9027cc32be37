import {useMemo, useRef} from 'react';
import {Box} from 'ink';
import {attempt} from '../../archive/attempt.js';
import type {Content} from '../../checkpoint/contents/content.js';
import type {Column, Rows, View} from '../../views/view.js';
import {useActions} from '../input/use-actions.js';
import type {DetailField, DrawFrame, Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {cellOf, shownColumns, type ShownCell} from '../../views/cells.js';
import {fit, fitPath, wrapInto} from '../../text/fit.js';
import {alignment, naturalWidths, placeColumns, type PlacedColumn} from '../../views/table-layout.js';
import {useEarlyPrompt, type Asked} from './early-prompt.js';
import {Row, type TitlePart} from './frame.js';
import {markedText, type TextRange} from './marked-text.js';
import {scrollHandlers, skipHandlers, scrollNote} from './scrolling.js';
import {TableHeading} from './table-heading.js';
import type {RowNumbers, Sorting} from './table-order.js';
import {TextInput} from './text-input.js';
import {useFilter, useFilterKeys} from './use-filter.js';
import {useKept} from './use-kept.js';
import {useNotedRow} from './use-noted-row.js';
import {seekRow, useRowCursor} from './use-row-cursor.js';
import {useRowOrder} from './use-row-order.js';

type Props<RowType> = {
	readonly view: LeadingView<RowType>;
	readonly rows: Rows<RowType>;
	readonly isFocused: boolean;
	readonly width: number;
	readonly height: number;
	/** What is to be known of the rows as a whole. */
	readonly notes: readonly string[];
	/** Under which its place is kept while it is not on screen. */
	readonly placeKey: string;
	readonly asked: Asked;
	readonly services: Services;
	readonly frame: DrawFrame;
	/** What stands where there are no rows. */
	readonly absence?: string;
	/** Enter on a row; without it, or where it returns false, the row is shown in full. */
	readonly onOpen?: (row: RowType) => boolean;
	/** Writes the contents of a row to a file. */
	readonly onExport?: ((row: RowType) => void) | undefined;
	/** Goes to the process that has what a row stands for. */
	readonly onHolder?: ((row: RowType) => void) | undefined;
	/** Writes the contents of all rows that `filter` leaves, in the order of the dump. */
	readonly onExportAll?: ((rows: Iterable<RowType>, filter: string) => void) | undefined;
	/** What stands out in the cells of a column. */
	readonly marks?: Marks<RowType> | undefined;
};

type Marks<RowType> = {
	/** Name of the column, whose texts are cut at the end. */
	readonly column: string;
	/** Which characters of its text. */
	range(row: RowType): TextRange;
};

/** A view that may tell where a row leads in the memory of a process, or in a content. */
export type LeadingView<RowType> = View<RowType> & {
	pid?(row: RowType): number | undefined;
	address?(row: RowType): bigint | undefined;
	/** Of what the address is an offset in, where it is of no memory. */
	content?(row: RowType): Content | undefined;
};

const sampleSize = 100;

// Notes take this part of the height at most, while there are rows.
const notesPart = 6;

/** Lets the table that is kept under `placeKey` begin on this row, whatever it was filtered by. */
export function beginOnRow(memory: Map<string, unknown>, placeKey: string, row: number): void {
	memory.delete(filterKey(placeKey));
	seekRow(memory, placeKey, row);
}

function filterKey(placeKey: string): string {
	return `${placeKey} filter`;
}

/** Rows under headings. Only the rows on screen are asked for, so that it does not matter how many there are. */
export function Table<RowType>({view, rows, notes, isFocused, width, height, placeKey, asked, services, frame, absence = 'none', onOpen, onExport, onExportAll, onHolder, marks}: Props<RowType>) {
	const {styles, glyphs} = useTheme();
	const columns = useMemo(() => shownColumns(view.columns, rows), [view, rows]);
	const {memory} = services;
	const [sorting, setSorting] = useKept(memory, `${placeKey} sorting`, replace<Sorting | undefined>, undefined);
	const [wantedSkip, setSkip] = useKept(memory, `${placeKey} columns`, replace<number>, 0);
	const filter = useFilter(memory, filterKey(placeKey), useEarlyPrompt(memory, asked));
	const filterText = filter.field.text;
	const shown = useRowOrder(rows, columns, filterText, sorting);
	const isWhole = sorting === undefined && filterText === '';
	const drawn = useMemo(() => isWhole ? columns : columns.map(column => alone(column)), [columns, isWhole]);
	const {rows: shownRows, order, isComplete, progress} = shown;
	const length = order?.length ?? rows.length;
	const isEmpty = rows.length === 0;
	const noteLines = wrapInto(notes, {width, height: isEmpty ? height - 2 : Math.max(1, Math.floor(height / notesPart))}, glyphs.ellipsis);
	const page = Math.max(1, height - 1 - noteLines.length - (filter.isShown ? 1 : 0));
	const cursor = useRowCursor(shown, {memory, key: placeKey, height: page, question: `${sorting?.column} ${sorting?.descending} ${filterText}`});
	const {index, top, row} = cursor;
	// Where the cursor was when the filter began to be typed.
	const origin = useRef(row);
	useFilterKeys(filter, isFocused, by => {
		cursor.move({type: 'by', rows: by});
	}, () => {
		cursor.stayWith(origin.current);
	});

	// Widths stay while one scrolls.
	const natural = useMemo(() => naturalWidths(drawn, sampleIndexes(rows.length).map(position => drawn.map(column => cellOf(rows, position, column).text)), width), [rows, drawn, width]);
	const skipped = Math.min(wantedSkip, Math.max(0, columns.length - 2));
	const layout = placeColumns(columns, natural, width, skipped);

	const rowText = () => columns.map(column => copiedText(cellOf(shownRows, row, alone(column))));
	useNotedRow(services, isFocused && length > 0, () => {
		const lead = attempt(() => leadOf(view, shownRows.at(row)));
		return {index: row, text: rowText().filter(text => text !== '').join('  '), ...lead.state === 'ready' && lead.value};
	});

	const showDetail = () => {
		services.showDetail({title: view.title, fields: [...fieldsOf(view.columns, shownRows, row), ...(notes.length === 0 ? [] : [{name: 'Of all rows', value: notes}])]});
	};

	// What a row is made from may be damaged.
	const ofRow = (act: (current: RowType) => void) => () => {
		const current = attempt(() => shownRows.at(row));
		if (current.state === 'ready') {
			act(current.value);
		} else {
			services.say(current.error.message, 'danger');
		}
	};

	const sortBy = (next: Sorting | undefined) => {
		setSorting(next);
		services.say(next === undefined ? 'in the order of the dump' : `sorted by ${columns.find(({name}) => name === next.column)?.title}${next.descending ? ', descending' : ''}`);
	};

	useActions(['list', 'move'], {
		...scrollHandlers(cursor.move, length, page),
		...skipHandlers(layout, skipped, setSkip),
		...(length > 0 && {
			open: ofRow(current => {
				if (onOpen?.(current) !== true) {
					showDetail();
				}
			}),
			detail: showDetail,
			...onExport && {export: ofRow(onExport)},
			...onHolder && {holder: ofRow(onHolder)},
			...onExportAll && {
				'export-all'() {
					if (isComplete) {
						onExportAll(listed(shownRows, order), filterText);
					} else {
						services.say('not all rows have been looked at yet: wait a moment');
					}
				},
			},
			copy() {
				services.copy(rowText().join('\t'));
			},
		}),
		sort() {
			sortBy(nextSorting(sorting, columns));
		},
		'sort-reverse'() {
			sortBy(sorting ? {...sorting, descending: !sorting.descending} : nextSorting(undefined, columns, true));
		},
		filter() {
			origin.current = row;
			filter.start();
		},
		leave: filter.isShown ? filter.clear : services.leave,
	}, {isActive: isFocused});

	const scanned = isComplete ? '' : `${Math.floor(progress * 100)} % looked at  `;
	const nothing = filterText === '' ? (notes.length === 0 ? absence : '') : (isComplete ? 'no row matches' : 'looking');
	return frame((
		<Box flexDirection='column' height={height}>
			{noteLines.map((line, position) => <Row key={position} width={width} style={styles.second} parts={[{text: line}]}/>)}
			<TableHeading columns={columns} layout={layout} sorting={sorting} width={width}/>
			<Box flexDirection='column' flexGrow={1}>
				{Array.from({length: Math.max(0, Math.min(page, length - top))}, (_, position) => {
					const isSelected = top + position === index;
					const style = isSelected ? (isFocused ? styles.selected : styles.marked) : styles.plain;
					return <TableRow key={top + position} columns={drawn} placed={layout.columns} rows={shownRows} row={order?.[top + position] ?? top + position} width={width} isSelected={isSelected} style={style} marks={marks}/>;
				})}
				{length === 0 && <Row width={width} style={styles.secondary} parts={[{text: nothing}]}/>}
			</Box>
			{filter.isShown && <TextInput prompt='/' field={filter.field} width={width} note={`${scanned}${length} of ${rows.length}`}/>}
		</Box>
	), scrollNote(cursor, length, page));
}

type RowProps<RowType> = {
	readonly columns: ReadonlyArray<Column<RowType>>;
	readonly placed: readonly PlacedColumn[];
	readonly rows: Rows<RowType>;
	readonly row: number;
	readonly width: number;
	readonly isSelected: boolean;
	readonly style: NonNullable<TitlePart['style']>;
	readonly marks: Marks<RowType> | undefined;
};

function TableRow<RowType>({columns, placed, rows, row, width, isSelected, style, marks}: RowProps<RowType>) {
	const {styles, glyphs} = useTheme();
	const parts = placed.flatMap(({index, width: cells}): TitlePart[] => {
		const column = columns[index]!;
		const {text, state} = cellOf(rows, row, column);
		const shown = (column.isPath ? fitPath(text, cells, glyphs.ellipsis) : fit(text, cells, glyphs.ellipsis, alignment(column.type))) + ' ';
		// That a string is empty must be told from a string that says so, on the selected row as well.
		if (state === 'empty' || (state === 'failed' && !isSelected)) {
			return [{text: shown, style: state === 'empty' ? styles.absent : styles.danger}];
		}

		return state === 'ready' && marks?.column === column.name ? markedText(shown, marks.range(rows.at(row)), styles.match) : [{text: shown}];
	});
	return <Row width={width} style={style} parts={joinPlain(parts, width)}/>;
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

/** Every column of a row that has something in it, those that the table leaves out as well. */
function fieldsOf<Row>(columns: ReadonlyArray<Column<Row>>, rows: Rows<Row>, row: number): DetailField[] {
	return columns.flatMap(column => {
		// In full, not as a table shortens it.
		const {text, state, value} = cellOf(rows, row, {...column, text: column.value});
		const isKnown = state === 'ready' && value !== undefined;
		const shown = isKnown && column.parts ? column.parts(rows.at(row)) : state === 'empty' ? '' : value === false ? 'no' : text;
		return value === undefined && text === '' ? [] : [{name: column.title, value: shown, isEmpty: state === 'empty'}];
	});
}

function leadOf<Row>(view: LeadingView<Row>, row: Row) {
	return {pid: view.pid?.(row), address: view.address?.(row), content: view.content?.(row)};
}

/** The column as it is to be read without the rows before. */
function alone<Row>(column: Column<Row>): Column<Row> {
	return column.continues === true ? {...column, text: column.value} : column;
}

/**
The rows with these numbers, in the order of the dump; all without.
@yields each
*/
function * listed<Row>(rows: Rows<Row>, order: RowNumbers | undefined): Generator<Row> {
	const numbers = order?.toSorted((one, other) => one - other);
	for (let index = 0; index < (numbers?.length ?? rows.length); index++) {
		yield rows.at(numbers?.[index] ?? index);
	}
}

function replace<Value>(_: Value, next: Value): Value {
	return next;
}

function copiedText({text, state}: ShownCell): string {
	return state === 'empty' ? '' : text;
}

function nextSorting(sorting: Sorting | undefined, columns: ReadonlyArray<{readonly name: string}>, descending = false): Sorting | undefined {
	const next = columns[sorting === undefined ? 0 : columns.findIndex(({name}) => name === sorting.column) + 1];
	return next && {column: next.name, descending};
}

// The first rows, which are seen first, and some from all over, the last among them.
function sampleIndexes(length: number): number[] {
	const first = Array.from({length: Math.min(length, sampleSize)}, (_, index) => index);
	const rest = length - first.length;
	const spread = Math.min(rest, sampleSize);
	return [...first, ...Array.from({length: spread}, (_, index) => first.length + Math.ceil((index + 1) * rest / spread) - 1)];
}
