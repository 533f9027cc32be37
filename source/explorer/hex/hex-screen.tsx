import {Box} from 'ink';
import type {MatchList} from '../../search/match-list.js';
import {Row, type TitlePart} from '../components/frame.js';
import {PaintedRows} from '../row-painter.js';
import {useTheme} from '../theme.js';
import {rowWidth, type HexLayout} from './hex-layout.js';
import {hexRows, type HexRowsOptions} from './hex-rows.js';
import {selectionOf, type HexState} from './hex-state.js';
import {hexStyles} from './hex-styles.js';
import type {MappingName} from './regions.js';

type Props = {
	readonly state: HexState;
	readonly layout: HexLayout;
	readonly width: number;
	readonly mappingName: MappingName;
	/** Which digit is typed over next. */
	readonly digit: 0 | 1 | undefined;
	/** What was typed over in some bytes; undefined where nothing was. */
	readonly edited: HexRowsOptions['edited'];
	/** The rows on screen ask for the matches they show, and for no others. */
	readonly matches: MatchList;
};

/** The rows as one text each, with as few changes of style as there are. */
export function HexScreen({state, layout, width, mappingName, digit, edited, matches}: Props) {
	const theme = useTheme();
	const styles = hexStyles(theme);
	// Only a pane that is too narrow for any layout pays for looking at every width.
	const isCut = rowWidth(layout) > width;
	const draw = () => hexRows({
		lines: state.lines, layout, top: state.top, height: state.height, cursor: state.cursor, column: state.column,
		digit, edited,
		selection: selectionOf(state),
		matches: (start, end) => matches.within(start, end),
		mappingName, unicode: theme.charset === 'unicode',
	}).map(({spans}) => spans.map(({text, style}): TitlePart => style === 'plain' ? {text} : {text, style: styles[style]}));
	return isCut
		? <Box flexDirection='column' width={width} flexShrink={0}>{draw().map((parts, index) => <Row key={index} width={width} parts={parts}/>)}</Box>
		: <PaintedRows width={width} height={state.height} rows={draw}/>;
}
