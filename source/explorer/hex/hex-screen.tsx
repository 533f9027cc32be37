import {Box, Text} from 'ink';
import type {MatchList} from '../../search/match-list.js';
import {Row} from '../components/frame.js';
import {useTheme} from '../theme.js';
import {rowWidth, type HexLayout} from './hex-layout.js';
import {hexRows} from './hex-rows.js';
import {selectionOf, type HexState} from './hex-state.js';
import {hexStyles} from './hex-styles.js';
import type {MappingName} from './regions.js';

type Props = {
	readonly state: HexState;
	readonly layout: HexLayout;
	readonly width: number;
	readonly mappingName: MappingName;
	/** The rows on screen ask for the matches they show, and for no others. */
	readonly matches: MatchList;
};

/** The rows as one text each, with as few changes of style as there are. */
export function HexScreen({state, layout, width, mappingName, matches}: Props) {
	const theme = useTheme();
	const styles = hexStyles(theme);
	// Only a pane that is too narrow for any layout pays for looking at every width.
	const isCut = rowWidth(layout) > width;
	const rows = hexRows({
		lines: state.lines, layout, top: state.top, height: state.height, cursor: state.cursor, column: state.column,
		selection: selectionOf(state),
		matches: (start, end) => matches.within(start, end),
		mappingName, unicode: theme.charset === 'unicode',
	});
	return (
		<Box flexDirection='column' width={width} flexShrink={0}>
			{rows.map(({line, spans}) => {
				const key = line.start.toString(36);
				return isCut
					? <Row key={key} width={width} parts={spans.map(({text, style}) => ({text, style: style === 'plain' ? {} : styles[style]}))}/>
					: (
						<Text key={key} wrap='truncate'>
							{spans.map(({text, style}, index) => style === 'plain' ? text : <Text key={index} {...styles[style]}>{text}</Text>)}
						</Text>
					);
			})}
		</Box>
	);
}
