import {useMemo, useState} from 'react';
import {Box, useWindowSize} from 'ink';
import type {NodeCheckpoint} from '../../checkpoint/node-checkpoints.js';
import {fit} from '../../text/fit.js';
import {Footer} from '../components/footer.js';
import {Row} from '../components/frame.js';
import {HelpDialog} from '../components/help-dialog.js';
import {scrollHandlers, scrollNote, skipHandlers} from '../components/scrolling.js';
import {TableHeading} from '../components/table-heading.js';
import {alignment, naturalWidths, placeColumns} from '../../views/table-layout.js';
import {editing} from '../components/text-field.js';
import {TextInput} from '../components/text-input.js';
import {useFilter} from '../components/use-filter.js';
import type {Handlers} from '../input/action-router.js';
import {terminalHandlers} from '../input/terminal-handlers.js';
import {useActions} from '../input/use-actions.js';
import type {Terminal} from '../terminal/terminal.js';
import {useTheme} from '../theme.js';
import {indicatorWidth, SelectList} from '../components/select-list.js';
import {countText, openingMessage, placeText} from './start-texts.js';
import {useEntries} from './use-entries.js';
import {useLoaded} from './use-loaded.js';
import {useOpening, type Openable} from './use-opening.js';
import {useSelection} from './use-selection.js';

type Props<Opened extends Openable> = {
	readonly checkpoints: readonly NodeCheckpoint[];
	readonly terminal: Terminal;
	/** Rejects with an `InputError` when there is no checkpoint at `path`. */
	readonly open: (path: string) => Promise<Opened>;
	/** The chosen checkpoint is ready. */
	readonly onOpened: (checkpoint: Opened) => void;
};

/** The checkpoints of this node, to choose one. */
export function StartList<Opened extends Openable>({checkpoints, terminal, open, onOpened}: Props<Opened>) {
	const {styles, glyphs} = useTheme();
	const {columns: width, rows: height} = useWindowSize();
	const [isHelp, setIsHelp] = useState(false);
	const [wantedSkip, setSkip] = useState(0);
	const filter = useFilter();
	const opening = useOpening(open, onOpened);

	const {columns, entries, shown} = useEntries(useLoaded(checkpoints), filter.field.text);
	const page = Math.max(1, height - 4 - (filter.isShown ? 1 : 0));
	const [scroll, dispatch] = useSelection(shown.map(({checkpoint}) => checkpoint.path), page, filter.isShown);
	const selected = shown[scroll.index]?.checkpoint;

	const room = width - indicatorWidth;
	const natural = useMemo(() => naturalWidths(columns, entries.map(({cells}) => cells), room), [columns, entries, room]);
	const skipped = Math.min(wantedSkip, Math.max(0, columns.length - 2));
	const layout = placeColumns(columns, natural, room, skipped);
	const line = (cells: readonly string[]) => layout.columns.map(({index, width: cell}) => fit(cells[index]!, cell, glyphs.ellipsis, alignment(columns[index]!.type))).join(' ');

	const moving = scrollHandlers(dispatch, shown.length, page);
	const choosing: Handlers = {
		...(selected && {
			choose() {
				filter.stop();
				opening.start(selected.path);
			},
		}),
	};
	useActions(['everywhere', 'always', 'start', 'list', 'move'], {
		...terminalHandlers(terminal),
		help() {
			setIsHelp(true);
		},
		...moving,
		...choosing,
		...skipHandlers(layout, skipped, setSkip),
		...(opening.state.kind === 'opening' && {'give-up': opening.giveUp}),
		filter: filter.start,
		...(filter.isShown && {leave: filter.clear}),
	});

	const {handlers: typing, onText} = editing(filter.edit);
	useActions(['start', 'input', 'move'], {
		...moving,
		...typing,
		...choosing,
		cancel: filter.clear,
		'previous-choice'() {
			dispatch({type: 'by', rows: -1});
		},
		'next-choice'() {
			dispatch({type: 'by', rows: 1});
		},
	}, {isActive: filter.isTyping, level: 'prompt', modal: true, onText});

	const note = scrollNote(scroll, shown.length, page);
	const count = countText(entries.map(({checkpoint}) => checkpoint));
	return (
		<Box flexDirection='column' width={width} height={height}>
			<Row width={width} parts={[{text: ' cryoscope ', style: styles.accent}, {text: fit(count, Math.max(0, width - 12 - note.length), glyphs.ellipsis)}, {text: note, style: styles.secondary}]}/>
			{isHelp
				? <HelpDialog width={width} height={height - 2} services={{copy: terminal.copy}} onClose={() => {
					setIsHelp(false);
				}}/>
				: (
					<>
						<Box paddingLeft={indicatorWidth}><TableHeading columns={columns} layout={layout} sorting={undefined} width={room}/></Box>
						<Box flexDirection='column' height={page}>
							<SelectList index={scroll.index - scroll.top} rows={shown.slice(scroll.top, scroll.top + page).map(({checkpoint, cells}) => ({value: checkpoint.path, label: line(cells), isDamaged: checkpoint.problem !== undefined}))}/>
							{shown.length === 0 && <Row width={width} style={styles.secondary} parts={[{text: checkpoints.length === 0 ? '   none found; cryoscope FILE opens one' : '   none holds what you typed'}]}/>}
						</Box>
						{filter.isShown && <TextInput prompt=' /' field={filter.field} width={width} note={`${shown.length} of ${entries.length} `}/>}
						<Row width={width} style={selected?.problem ? styles.danger : styles.secondary} parts={[{text: ' '.repeat(indicatorWidth) + (selected ? placeText(selected, room, glyphs.ellipsis) : '')}]}/>
					</>
				)}
			<Footer message={openingMessage(opening.state, width, glyphs.ellipsis)} width={width}/>
		</Box>
	);
}
