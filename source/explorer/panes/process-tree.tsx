import {useMemo, useReducer, useState} from 'react';
import {Text} from 'ink';
import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Complaint} from '../components/complaint.js';
import {Frame, Row} from '../components/frame.js';
import {fit, widthOf} from '../components/fit.js';
import {scrollHandlers, scrollNote, type ScrollAction} from '../components/scrolling.js';
import {TextInput} from '../components/text-input.js';
import {useFilter, useFilterKeys} from '../components/use-filter.js';
import {useScroll} from '../components/use-scroll.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {useTheme, type Style} from '../theme.js';
import {processLabel, processNote, processRows, type ProcessRow} from './process-rows.js';

type Props = {
	readonly checkpoint: Checkpoint;
	readonly selected: number | undefined;
	readonly isFocused: boolean;
	readonly width: number;
	readonly height: number;
	readonly revision: number;
	readonly services: Services;
	readonly onSelect: (pid: number) => void;
	/** Enter on a process. */
	readonly onOpen: () => void;
};

/** The processes as a tree: what is selected here is what the main area shows. */
export function ProcessTree({checkpoint, selected, isFocused, width, height, revision, services, onSelect, onOpen}: Props) {
	const {glyphs} = useTheme();
	const [showsCommand, toggleName] = useReducer((shown: boolean) => !shown, true);
	const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
	const filter = useFilter();
	const filterText = filter.field.text;
	// What was pending is asked for again when there is more.
	const {tree} = useMemo(() => ({revision, tree: attempt(() => processRows(checkpoint.roots, {folded, filter: filterText, showsCommand}, glyphs))}), [checkpoint, folded, filterText, showsCommand, glyphs, revision]);

	const rows = tree.state === 'ready' ? tree.value : [];
	const inner = Math.max(0, height - 2 - (filter.isShown ? 1 : 0));
	const index = Math.max(0, rows.findIndex(row => row.process.pid === selected));
	const [scroll, dispatch] = useScroll(services.memory, 'processes', rows.length, inner);
	// The selection is the app's: it may have come from a jump.
	const top = Math.max(0, Math.min(scroll.top, index), index - inner + 1);
	const current = rows[index];
	const move = (action: ScrollAction) => {
		const wanted = action.type === 'by' ? index + action.rows : action.type === 'to' ? action.index : index;
		const next = rows[Math.max(0, Math.min(rows.length - 1, wanted))];
		dispatch({type: 'to', index: wanted});
		if (next) {
			onSelect(next.process.pid);
		}
	};

	useFilterKeys(filter, isFocused, by => {
		move({type: 'by', rows: by});
	});

	const fold = (pid: number, isFolded: boolean) => {
		const next = new Set(folded);
		if (isFolded) {
			next.add(pid);
		} else {
			next.delete(pid);
		}

		setFolded(next);
	};

	useActions(['tree', 'list', 'move'], {
		...scrollHandlers(move, rows.length, inner),
		...(current && {
			left() {
				if (current.hasChildren && !current.isFolded) {
					fold(current.process.pid, true);
				} else {
					move({type: 'to', index: rows.findIndex(row => row.process.pid === current.process.ppid)});
				}
			},
			right() {
				if (current.isFolded) {
					fold(current.process.pid, false);
				} else if (current.hasChildren) {
					move({type: 'by', rows: 1});
				}
			},
			'toggle-fold'() {
				fold(current.process.pid, current.hasChildren && !current.isFolded);
			},
			open() {
				onSelect(current.process.pid);
				onOpen();
			},
			copy() {
				services.copy(processLabel(current.process, true));
			},
		}),
		'toggle-name': toggleName,
		filter: filter.start,
		...(filter.isShown && {leave: filter.clear}),
	}, {isActive: isFocused});

	return (
		<Frame title={[{text: 'Processes'}]} width={width} height={height} isFocused={isFocused} note={scrollNote({index, top}, rows.length, inner)}>
			{rows.slice(top, top + inner).map(row => <ProcessLine key={row.process.pid} row={row} width={width - 2} showsCommand={showsCommand} isSelected={row === current} isFocused={isFocused}/>)}
			{tree.state !== 'ready' && <Complaint error={tree.error} archive={checkpoint.archive} width={width - 2}/>}
			{tree.state === 'ready' && rows.length === 0 && <Text dimColor wrap='truncate'>{filterText === '' ? 'no processes in this dump' : 'no process matches'}</Text>}
			{filter.isShown && <TextInput prompt='/' field={filter.field} width={width - 2} note={filter.isTyping ? '' : 'filtered'}/>}
		</Frame>
	);
}

function ProcessLine({row, width, showsCommand, isSelected, isFocused}: {readonly row: ProcessRow; readonly width: number; readonly showsCommand: boolean; readonly isSelected: boolean; readonly isFocused: boolean}) {
	const {styles, glyphs} = useTheme();
	const {process} = row;
	const note = processNote(process);
	// A deep tree keeps half of the pane for the names.
	const lines = row.lines.length > width / 2 ? glyphs.ellipsis + row.lines.slice(-Math.floor(width / 2)) : row.lines;
	const mark = row.hasChildren ? (row.isFolded ? glyphs.folded : glyphs.unfolded) : '  ';
	const head = lines + (row.depth > 0 && !row.hasChildren ? '' : mark);
	const pid = `${process.pid} `;
	const room = width - widthOf(head) - pid.length - (note === '' ? 0 : note.length + 1);
	const label = fit(processLabel(process, showsCommand), Math.max(0, room), glyphs.ellipsis);
	const style: Style = isSelected ? (isFocused ? styles.selected : styles.marked) : row.matches ? styles.plain : styles.secondary;
	const inner = (wanted: Style): Style => isSelected ? {} : wanted;
	return <Row width={width} style={style} parts={[{text: head, style: inner(styles.secondary)}, {text: pid, style: inner(styles.second)}, {text: label}, {text: note === '' ? '' : ` ${note}`, style: inner(note === 'damaged' ? styles.danger : styles.secondary)}]}/>;
}
