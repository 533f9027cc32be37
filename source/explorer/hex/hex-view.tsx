import {useLayoutEffect, useMemo, useState} from 'react';
import {Box} from 'ink';
import {attempt} from '../../archive/attempt.js';
import type {Register} from '../../checkpoint/model.js';
import type {ByteSpace} from '../../memory/memory.js';
import {percentDone} from '../components/complaint.js';
import {askedToGo, useEarlyPrompt, type Asked} from '../components/early-prompt.js';
import {Row} from '../components/frame.js';
import {editedIn} from '../edits/edits.js';
import {editedSpace} from '../edits/edited-space.js';
import {editedText} from '../edits/edited-text.js';
import {useKeptEdits} from '../edits/kept-edits.js';
import {useActions} from '../input/use-actions.js';
import type {PaneProps} from '../pane.js';
import {useTheme} from '../theme.js';
import {copyText, mostCopied} from './copy-bytes.js';
import {inspect, type ByteOrder} from './data-inspector.js';
import {hasBothBars, hexLayout} from './hex-layout.js';
import {HexLines} from './hex-lines.js';
import {HexScreen} from './hex-screen.js';
import {selectionOf, type HexAction} from './hex-state.js';
import {hexTitle, titleLine} from './hex-title.js';
import {Inspector, inspectorHeight, inspectorWidth} from './inspector.js';
import {landingOn, parseJump, type Landing} from './jump.js';
import {JumpPrompt} from './jump-prompt.js';
import type {MappingName} from './regions.js';
import {SearchBar} from './search-bar.js';
import {useHex} from './use-hex.js';
import {keptKey, useSearch} from './use-search.js';
import {useTarget} from './use-target.js';
import {useTyping, type Editable} from './use-typing.js';

/** What the view shows the bytes of. The object is another one only when they are. */
export type ShownBytes = {
	/** The pid, or what else tells it from all others: its place and its search are kept under it. */
	readonly id: number | string;
	readonly memory: ByteSpace;
	/** Present where bytes can be typed over. */
	readonly editable?: Editable;
	readonly byteOrder: ByteOrder;
	readonly mappingName: MappingName;
	/** Registers of a thread, of the main one without `tid`. */
	registers(tid?: number): readonly Register[] | undefined;
};

type Props = PaneProps & {
	readonly bytes: ShownBytes;
	readonly asked: Asked;
	/** Writes the selection, or what is at the cursor, to a file. */
	readonly onExport?: (at: {readonly selection: {readonly start: bigint; readonly end: bigint} | undefined; readonly cursor: bigint}) => void;
};

// A pane from this size on has room for the inspector.
const roomyWidth = 80;
const roomyHeight = 26;

// Less of a title says nothing, behind news of edits.
const leastTitle = 10;

/** Rows of memory with a title above, and below what is being asked: search, address, the bytes at the cursor. */
export function HexView({checkpoint, bytes, asked, isFocused, width, height, revision, target, services, onExport}: Props) {
	const {styles, glyphs} = useTheme();
	const {id, memory, editable, mappingName, byteOrder, registers} = bytes;
	const kept = useKeptEdits(services);
	const {edits} = kept;
	const isEdited = editable !== undefined && edits.count > 0;
	const shown = useMemo(() => isEdited ? editedSpace(memory, edits) : memory, [memory, edits, isEdited]);
	const earlyJump = useEarlyPrompt(services.memory, askedToGo(asked));
	const [isInspecting, setIsInspecting] = useState(() => services.memory.get('hex inspector') as boolean | undefined ?? true);
	const [isJumping, setIsJumping] = useState(earlyJump?.isTyping ?? false);
	const [earlyText, setEarlyText] = useState(earlyJump?.field);
	const [isPrompting, setIsPrompting] = useState(false);

	const sideLayout = hexLayout(width - inspectorWidth, memory.wordSize);
	const hasRoom = width >= roomyWidth && height >= roomyHeight;
	const isRoomy = isInspecting && hasRoom;
	const isBeside = isRoomy && hasBothBars(sideLayout) && sideLayout.bytesPerRow === hexLayout(width, memory.wordSize).bytesPerRow;
	const gridWidth = isBeside ? width - inspectorWidth : width;
	const layout = isBeside ? sideLayout : hexLayout(width, memory.wordSize);
	const below = isRoomy && !isBeside ? inspectorHeight(width) : 0;
	const gridHeight = Math.max(1, height - 1 - below - (isPrompting ? 1 : 0));
	const {lines} = useMemo(() => ({revision, lines: new HexLines(shown, layout.bytesPerRow)}), [shown, layout.bytesPerRow, revision]);
	const [state, dispatch] = useHex(lines, gridHeight, services.memory, `hex ${id}`);
	const {cursor} = state;

	const early = useEarlyPrompt(services.memory, asked);
	const search = useSearch({
		early: early && {...early, origin: target?.address ?? cursor}, memory, cursor, top: state.top, services, keptAs: keptKey(id), isActive: isFocused, revision, isArriving: !checkpoint.archive.complete,
		go(address, top) {
			dispatch(top === undefined ? {type: 'go', address} : {type: 'show', address, top});
		},
		onAccept(origin) {
			services.noteAddress(origin);
			services.visit({address: search.session.first ?? origin});
		},
	});
	const needsRow = isJumping || search.query !== undefined;
	if (needsRow !== isPrompting) {
		setIsPrompting(needsRow);
	}

	useTarget({target, memory: services.memory}, 'hex target', to => {
		const {address = to, notice, error} = landingOn(to, memory);
		dispatch({type: 'go', address});
		const text = notice ?? error;
		if (text !== undefined) {
			services.say(text);
		}
	});
	const jumpContext = {space: memory, cursor, mappingName, registers};
	const goTo = ({address, notice}: Landing) => {
		services.visit({address});
		if (notice !== undefined) {
			services.say(notice);
		}
	};

	const endJump = () => {
		setIsJumping(false);
		setEarlyText(undefined);
	};

	useLayoutEffect(() => {
		if (earlyJump === undefined || earlyJump.isTyping) {
			return;
		}

		const jump = parseJump(earlyJump.field.text, jumpContext);
		if (jump.address === undefined) {
			services.say(jump.error, 'danger');
		} else {
			goTo(jump);
		}
		// What was accepted before there was memory is gone to once.
		// eslint-disable-next-line react-hooks/exhaustive-deps
	}, []);
	useLayoutEffect(() => {
		services.noteAddress(cursor);
	}, [services, cursor]);

	const inspection = isRoomy ? inspect(shown, cursor, {byteOrder, mappingName}) : undefined;
	const selection = selectionOf(state);
	const act = (action: HexAction) => () => {
		dispatch(action);
	};

	const moves = {
		'up': act({type: 'rows', by: -1}), 'down': act({type: 'rows', by: 1}),
		'left': act({type: 'bytes', by: -1}), 'right': act({type: 'bytes', by: 1}),
		'page-up': act({type: 'page', by: -1}), 'page-down': act({type: 'page', by: 1}),
		'half-page-up': act({type: 'half-page', by: -1}), 'half-page-down': act({type: 'half-page', by: 1}),
		'home': act({type: 'first'}), 'end': act({type: 'last'}), 'bottom': act({type: 'last'}),
		'row-start': act({type: 'row-start'}), 'row-end': act({type: 'row-end'}),
	};
	const typing = useTyping({checkpoint, editable, shown, kept, state, dispatch, moves, services, isActive: isFocused});
	useActions(['hex', 'move'], {
		...moves, ...typing.handlers,
		'next-region': act({type: 'regions', by: 1}), 'previous-region': act({type: 'regions', by: -1}),
		'toggle-column': act({type: 'toggle-column'}),
		'select': act({type: 'toggle-selection'}),
		'go-to'() {
			setIsJumping(true);
		},
		search: search.open,
		'next-match': search.next,
		'previous-match': search.previous,
		inspector() {
			if (!hasRoom) {
				services.say(`the inspector needs a pane of ${roomyWidth}x${roomyHeight}, this one has ${width}x${height}`);
				return;
			}

			services.memory.set('hex inspector', !isInspecting);
			setIsInspecting(!isInspecting);
		},
		...!memory.isContent && {
			follow() {
				const {pointer, fields} = inspection ?? inspect(shown, cursor, {byteOrder, mappingName});
				if (pointer === undefined) {
					const [first] = fields;
					services.say(first?.missing ? `there are no bytes here: ${first.value}` : 'the bytes here do not point into memory');
				} else {
					services.visit({address: pointer});
				}
			},
		},
		'copy-bytes'() {
			const range = selection ?? {start: cursor, end: cursor + 1n};
			const result = attempt(() => copyText(shown, range, state.column));
			if (result.state === 'ready') {
				services.copy(result.value);
				const size = range.end - range.start;
				if (size > mostCopied) {
					services.say(`only the first ${mostCopied.toLocaleString('en')} of ${size.toLocaleString('en')} bytes were copied`, 'danger');
				}
			} else {
				services.say(result.error.message, 'danger');
			}
		},
		...onExport && {
			'export-memory'() {
				onExport({selection, cursor});
			},
		},
		'dismiss'() {
			if (selection) {
				dispatch({type: 'clear-selection'});
			} else if (!search.close() || search.query?.isBrought === true) {
				services.leave();
			}
		},
	}, {isActive: isFocused && !isJumping && !search.isTyping && !typing.isOn});

	const title = hexTitle(memory, cursor, {mappingName, revision});
	const selected = selection ? `${(selection.end - selection.start).toLocaleString('en')} selected` : '';
	const facts = selection ? [{text: selected, rank: 0}, ...title.facts] : title.facts;
	const leastBeside = selection ? leastTitle + selected.length : 0;
	const news = editable ? editedText(edits, {pid: editable.pid, isTyping: typing.isOn, isSaved: kept.isSaved}, width - title.address.length - leastBeside) : '';
	const room = width - title.address.length - news.length - 2;
	return (
		<Box flexDirection='column' width={width} height={height}>
			<Row width={width} parts={[{text: title.address, style: styles.accent}, {text: news, style: styles.second}, ...(news !== '' && room < leastTitle ? [] : [{text: `  ${titleLine({...title, facts}, room, glyphs.separator, glyphs.ellipsis)}`}])]}/>
			<Box height={gridHeight}>
				<HexScreen state={state} layout={layout} width={gridWidth} mappingName={mappingName} digit={typing.digit} edited={isEdited ? (start, end) => editedIn(edits, memory.runs(start, end)) : undefined} matches={search.session.matches}/>
				{inspection && isBeside && <Inspector inspection={inspection} width={inspectorWidth} height={gridHeight}/>}
			</Box>
			{inspection && !isBeside && <Inspector inspection={inspection} width={width} height={below}/>}
			{isJumping && (
				<JumpPrompt
					width={width} isActive={isFocused}
					context={jumpContext} early={earlyText}
					onJump={landing => {
						endJump();
						goTo(landing);
					}}
					onClose={endJump}
				/>
			)}
			{!isJumping && search.query !== undefined && <SearchBar search={search} cursor={cursor} arrived={percentDone(checkpoint.archive)} width={width}/>}
		</Box>
	);
}
