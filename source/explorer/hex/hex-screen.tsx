import {Box, Text} from 'ink';
import type {MatchList} from '../../search/match-list.js';
import {useTheme} from '../theme.js';
import type {HexLayout} from './hex-layout.js';
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
	const rows = hexRows({
		lines: state.lines, layout, top: state.top, height: state.height, cursor: state.cursor, column: state.column,
		selection: selectionOf(state),
		matches: (start, end) => matches.within(start, end),
		mappingName, unicode: theme.charset === 'unicode',
	});
	return (
		<Box flexDirection='column' width={width} flexShrink={0}>
			{rows.map(({line, spans}) => (
				<Text key={line.start.toString(36)} wrap='truncate'>
					{spans.map(({text, style}, index) => style === 'plain' ? text : <Text key={index} {...styles[style]}>{text}</Text>)}
				</Text>
			))}
		</Box>
	);
}
