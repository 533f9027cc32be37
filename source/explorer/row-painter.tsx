import {createContext, memo, use, useLayoutEffect} from 'react';
import {Box, Text} from 'ink';
import type {TitlePart} from './components/frame.js';

/** A rectangle whose rows are written to the terminal as they are. */
export type RowArea = {
	readonly width: number;
	/** The rows of it from the top, each at most `width` cells wide. Asked for once a frame, however often the area changes in between. */
	readonly rows: () => ReadonlyArray<readonly TitlePart[]>;
};

/** Writes rows where `rowMark` stands in a frame that Ink has drawn: laying out thousands of coloured characters anew at each key would take longer than a frame may. */
export type RowPainter = {
	/** The area that the marks of the next frames stand for. */
	paint(area: RowArea | undefined): void;
};

const PainterContext = createContext<RowPainter | undefined>(undefined);

export const RowPainterProvider = PainterContext.Provider;

/** One cell that stands for a whole row of the area. It is a link, as no text out of a checkpoint can be. */
function rowMark(row: number): string {
	return `\x1b]8;;row:${row}\x07 \x1b]8;;\x07`;
}

/** Finds what `rowMark` made. */
export const rowMarkPattern = /\u001b\]8;;row:(?<row>\d+)\u0007 \u001b\]8;;\u0007/;

/** The rows of a rectangle: painted where something paints rows, drawn by Ink elsewhere. */
export function PaintedRows({width, height, rows}: RowArea & {readonly height: number}) {
	const painter = use(PainterContext);
	return (
		<Box flexDirection='column' width={width} flexShrink={0}>
			{painter ? <Marks painter={painter} width={width} height={height} rows={rows}/> : rows().map((parts, index) => <DrawnRow key={index} parts={parts}/>)}
		</Box>
	);
}

function Marks({painter, width, height, rows}: RowArea & {readonly painter: RowPainter; readonly height: number}) {
	useLayoutEffect(() => {
		painter.paint({width, rows});
	});
	useLayoutEffect(() => () => {
		painter.paint(undefined);
	}, [painter]);
	return <MarkColumn height={height}/>;
}

const MarkColumn = memo(({height}: {readonly height: number}) => Array.from({length: height}, (_, row) => <Text key={row}>{rowMark(row)}</Text>));

// One text a row, with as few changes of style as there are, is what Ink draws fastest.
function DrawnRow({parts}: {readonly parts: readonly TitlePart[]}) {
	return (
		<Text wrap='truncate'>
			{parts.map(({text, style}, index) => style ? <Text key={index} {...style}>{text}</Text> : text)}
		</Text>
	);
}
