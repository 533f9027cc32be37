import {useMemo, useReducer, useRef, useState} from 'react';
import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {byPid, nextOrder, type ProcessOrder} from '../../views/process-order.js';
import {processLabel, processRows} from '../../views/process-rows.js';
import {Complaint} from '../components/complaint.js';
import {Frame, Row} from '../components/frame.js';
import {scrollHandlers, scrollNote, type ScrollAction} from '../components/scrolling.js';
import {TextInput} from '../components/text-input.js';
import {useFilter, useFilterKeys} from '../components/use-filter.js';
import {useScroll} from '../components/use-scroll.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {offerProcess} from '../writing/offer-memory.js';
import {hasColumns, ProcessHeading, ProcessLine} from './process-line.js';
import {useShownSelection} from './use-shown-selection.js';

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
	const {styles, glyphs} = useTheme();
	const [showsCommand, toggleName] = useReducer((shown: boolean) => !shown, true);
	const [order, setOrder] = useState(byPid);
	const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
	const filter = useFilter();
	const filterText = filter.field.text;
	// What was pending is asked for again when there is more.
	const {tree} = useMemo(() => ({revision, tree: attempt(() => processRows(checkpoint.roots, {folded, filter: filterText, showsCommand, order}, glyphs))}), [checkpoint, folded, filterText, showsCommand, order, glyphs, revision]);

	const rows = tree.state === 'ready' ? tree.value : [];
	const columns = width - 2;
	const inner = Math.max(0, height - 2 - (filter.isShown ? 1 : 0) - (hasColumns(columns) ? 1 : 0));
	useShownSelection({checkpoint, rows, selected, filter, onSelect, unfold(pids) {
		setFolded(known => pids.isDisjointFrom(known) ? known : known.difference(pids));
	}});
	const selectedIndex = rows.findIndex(row => row.process.pid === selected);
	const index = Math.max(0, selectedIndex);
	const [scroll, dispatch] = useScroll(services.memory, 'processes', rows.length, inner);
	// The selection is the app's: it may have come from a jump.
	const top = Math.max(0, Math.min(scroll.top, index), index - inner + 1);
	const current = rows[selectedIndex];
	const move = (action: ScrollAction) => {
		const wanted = action.type === 'by' ? index + action.rows : action.type === 'to' ? action.index : index;
		const next = rows[Math.max(0, Math.min(rows.length - 1, wanted))];
		dispatch({type: 'to', index: wanted});
		if (next) {
			onSelect(next.process.pid);
		}
	};

	const origin = useRef(selected);
	useFilterKeys(filter, isFocused, by => {
		move({type: 'by', rows: by});
	}, () => {
		if (origin.current !== undefined) {
			onSelect(origin.current);
		}
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

	const orderBy = (next: ProcessOrder) => {
		setOrder(next);
		services.say(`children by ${next.by}${next.reversed ? ', the other way round' : ''}`);
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
			export() {
				offerProcess({checkpoint, process: current.process, services});
			},
			copy() {
				services.copy(processLabel(current.process, true));
			},
		}),
		'toggle-name': toggleName,
		sort() {
			orderBy(nextOrder(order));
		},
		'sort-reverse'() {
			orderBy({...order, reversed: !order.reversed});
		},
		filter() {
			origin.current = selected;
			filter.start();
		},
		...(filter.isShown && {leave: filter.clear}),
	}, {isActive: isFocused});

	return (
		<Frame title={[{text: 'Processes'}]} width={width} height={height} isFocused={isFocused} note={scrollNote({index, top}, rows.length, inner)}>
			{hasColumns(columns) && <ProcessHeading order={order} width={columns}/>}
			{rows.slice(top, top + inner).map(row => <ProcessLine key={row.process.pid} row={row} width={columns} showsCommand={showsCommand} isSelected={row === current} isFocused={isFocused}/>)}
			{tree.state !== 'ready' && <Complaint error={tree.error} archive={checkpoint.archive} width={columns}/>}
			{tree.state === 'ready' && rows.length === 0 && <Row width={columns} style={styles.secondary} parts={[{text: filterText === '' ? 'no processes in this dump' : 'no process matches'}]}/>}
			{filter.isShown && <TextInput prompt='/' field={filter.field} width={columns} note={filter.isTyping ? '' : 'filtered'}/>}
		</Frame>
	);
}
