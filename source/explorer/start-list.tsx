import path from 'node:path';
import {useEffect, useMemo, useState} from 'react';
import {Box, Text, useWindowSize} from 'ink';
import SelectInput from 'ink-select-input';
import {InputError} from '../archive/byte-source.js';
import type {NodeCheckpoint, Summary} from '../checkpoint/node-checkpoints.js';
import {Untrusted} from '../text/untrusted.js';
import {formatBytes, formatTime} from '../views/format.js';
import {fit} from './components/fit.js';
import {Footer} from './components/footer.js';
import {Row} from './components/frame.js';
import {HelpDialog} from './components/help-dialog.js';
import {alignment, naturalWidths, placeColumns, type TableColumn} from './components/table-layout.js';
import {TextInput} from './components/text-input.js';
import {useFilter, useFilterKeys} from './components/use-filter.js';
import {useActions} from './input/use-actions.js';
import type {Terminal} from './terminal/terminal.js';
import {useTheme} from './theme.js';

type Props = {
	readonly checkpoints: readonly NodeCheckpoint[];
	readonly terminal: Terminal;
	/** Opens the checkpoint at `path`; rejects with an `InputError` when it can't be. */
	readonly onOpen: (path: string) => Promise<void>;
};

const columns: readonly TableColumn[] = [
	{title: 'Namespace', type: 'text', max: 20},
	{title: 'Pod', type: 'text', max: 30},
	{title: 'Container', type: 'text', max: 30},
	{title: 'Engine', type: 'text', max: 10},
	{title: 'Time', type: 'time', min: 20, max: 20},
	{title: 'Size', type: 'bytes', max: 10},
	{title: 'File', type: 'text'},
];

/** The checkpoints of this node, to choose one. */
export function StartList({checkpoints, terminal, onOpen}: Props) {
	const {styles, glyphs} = useTheme();
	const {columns: width, rows: height} = useWindowSize();
	const summaries = useSummaries(checkpoints);
	const [message, setMessage] = useState<{readonly text: string; readonly tone: 'plain' | 'danger'}>();
	const [isHelp, setIsHelp] = useState(false);
	const filter = useFilter();
	const needle = filter.field.text.toLowerCase();

	const entries = useMemo(() => checkpoints.map(checkpoint => ({checkpoint, cells: cellsOf(checkpoint, summaries.get(checkpoint.path) ?? checkpoint.summary)})), [checkpoints, summaries]);
	const shown = entries.filter(({cells}) => cells.some(cell => cell.toLowerCase().includes(needle)));
	const natural = naturalWidths(columns, entries.map(({cells}) => cells), width - 3);
	const placed = placeColumns(columns, natural, width - 3).columns;
	const line = (cells: readonly string[]) => placed.map(({index, width: room}) => fit(cells[index]!, room, glyphs.ellipsis, alignment(columns[index]!.type))).join(' ');
	const open = (file: string) => {
		setMessage({text: `opening ${printable(file)}`, tone: 'plain'});
		onOpen(file).catch((error: unknown) => {
			if (!(error instanceof InputError)) {
				throw error;
			}

			setMessage({text: error.message, tone: 'danger'});
		});
	};

	useActions(['everywhere', 'always', 'list', 'start'], {
		help() {
			setIsHelp(true);
		},
		quit() {
			terminal.leave(0);
		},
		interrupt() {
			terminal.leave(130);
		},
		suspend: terminal.suspend,
		redraw: terminal.redraw,
		filter: filter.start,
		...(filter.isShown && {leave: filter.clear}),
		// The list answers to these itself; they are named for the footer and the help.
		choose: () => undefined,
		highlight: () => undefined,
	});
	useFilterKeys(filter, true, () => undefined);

	const limit = Math.max(1, height - 5);
	return (
		<Box flexDirection='column' width={width} height={height}>
			<Row width={width} parts={[{text: ' cryoscope ', style: styles.accent}, {text: `${checkpoints.length} ${checkpoints.length === 1 ? 'checkpoint' : 'checkpoints'} on this node`}]}/>
			{isHelp
				? <HelpDialog width={width} height={height - 2} services={{copy: terminal.copy}} onClose={() => {
					setIsHelp(false);
				}}/>
				: (
					<Box flexDirection='column' height={height - 2}>
						<Row width={width} style={styles.secondary} parts={[{text: `   ${line(columns.map(column => column.title))}`}]}/>
						<SelectInput
							isFocused={!filter.isTyping}
							limit={limit}
							items={shown.map(({checkpoint, cells}) => ({value: checkpoint.path, label: line(cells)}))}
							indicatorComponent={Indicator}
							itemComponent={Item}
							onSelect={({value}) => {
								open(value);
							}}
						/>
						{shown.length === 0 && <Text wrap='truncate' {...styles.secondary}>{checkpoints.length === 0 ? '   none found; cryoscope FILE opens one' : '   none holds what you typed'}</Text>}
						{filter.isShown && <TextInput prompt=' /' field={filter.field} width={width} note={`${shown.length} of ${checkpoints.length} `}/>}
					</Box>
				)}
			<Footer message={message} width={width}/>
		</Box>
	);
}

function Indicator({isSelected = false}: {readonly isSelected?: boolean}) {
	const {styles} = useTheme();
	return <Text {...styles.accent}>{isSelected ? ' > ' : ' '.repeat(3)}</Text>;
}

function Item({label, isSelected = false}: {readonly label: string; readonly isSelected?: boolean}) {
	const {styles} = useTheme();
	return <Text wrap='truncate' {...(isSelected ? styles.selected : styles.plain)}>{label}</Text>;
}

function cellsOf(checkpoint: NodeCheckpoint, summary: Summary): string[] {
	return [
		String(summary.namespace ?? ''),
		String(summary.pod ?? ''),
		String(summary.container ?? ''),
		summary.engine ?? '',
		formatTime(summary.time ?? checkpoint.mtime),
		formatBytes(checkpoint.size),
		checkpoint.problem?.reason ?? printable(path.basename(checkpoint.path)),
	];
}

/** What the checkpoints say of themselves, read one after the other while the list is on screen. */
function useSummaries(checkpoints: readonly NodeCheckpoint[]): ReadonlyMap<string, Summary> {
	const [summaries, setSummaries] = useState<ReadonlyMap<string, Summary>>(new Map());
	useEffect(() => {
		const stop = new AbortController();
		const load = async () => {
			for (const checkpoint of checkpoints) {
				if (stop.signal.aborted) {
					return;
				}

				try {
					const summary = await checkpoint.load();
					setSummaries(known => new Map(known).set(checkpoint.path, summary));
				} catch (error) {
					// What it is then says its name, until it is opened.
					if (!(error instanceof InputError)) {
						throw error;
					}
				}
			}
		};

		void load();
		return () => {
			stop.abort();
		};
	}, [checkpoints]);
	return summaries;
}

function printable(text: string): string {
	return Untrusted.from(text).toString();
}
