import {Box} from 'ink';
import {fit} from '../../text/fit.js';
import {Row} from '../components/frame.js';
import {bindingsOf, keyLabel} from '../keymap.js';
import {useTheme} from '../theme.js';
import type {Field, Inspection} from './data-inspector.js';

export const inspectorWidth = 39;
const columnWidth = 42;
const nameWidth = 10;

/** Rows that the inspector takes at the bottom of a pane of this width. */
export function inspectorHeight(width: number): number {
	return Math.ceil(mostFields / Math.max(1, Math.floor(width / columnWidth))) + 1;
}

const mostFields = 12;

const toggleKey = keyLabel(bindingsOf('hex').find(({action}) => action === 'inspector')!.keys[0]!);

type Props = {
	readonly inspection: Inspection;
	readonly width: number;
	readonly height: number;
};

/** What the bytes at the cursor could be, in as many columns as fit. */
export function Inspector({inspection: {fields}, width, height}: Props) {
	const {styles, glyphs} = useTheme();
	const columns = Math.max(1, Math.min(fields.length, Math.floor(width / columnWidth)));
	const rows = Math.max(1, height - 1);
	const cellWidth = Math.floor(width / columns) - 1;
	const parts = (field: Field | undefined) => {
		if (field === undefined) {
			return [];
		}

		const name = fields.length === 1 ? `no ${field.name}: ` : fit(field.name, nameWidth, glyphs.ellipsis);
		return [
			{text: ` ${name}`, style: styles.secondary},
			{text: fit(field.value, cellWidth - name.length, glyphs.ellipsis), ...(field.missing && {style: styles.secondary})},
		];
	};

	const perColumn = columns === 1 ? rows : Math.ceil(fields.length / columns);
	return (
		<Box flexDirection='column' width={width} height={height} flexShrink={0}>
			<Row width={width} style={styles.heading} parts={[{text: ' At the cursor'}, {text: `  ${toggleKey} hides this`, style: styles.secondary}]}/>
			{Array.from({length: Math.min(rows, perColumn)}, (_, row) => (
				<Row key={row} width={width} parts={Array.from({length: columns}, (__, column) => parts(fields[column * perColumn + row])).flat()}/>
			))}
		</Box>
	);
}
