import {Box} from 'ink';
import {leastColumns, leastRows} from '../layout.js';
import {useTheme} from '../theme.js';
import {wrapInto} from '../../text/fit.js';
import {Row} from './frame.js';

/** What a screen says that has no room for the panes. */
export function TooSmall({columns, rows}: {readonly columns: number; readonly rows: number}) {
	const {glyphs} = useTheme();
	const lines = wrapInto([`${columns}x${rows} is too small: at least ${leastColumns}x${leastRows}`], {width: columns, height: rows}, glyphs.ellipsis);
	return (
		<Box flexDirection='column'>
			{lines.map((line, index) => <Row key={index} width={columns} parts={[{text: line}]}/>)}
		</Box>
	);
}
