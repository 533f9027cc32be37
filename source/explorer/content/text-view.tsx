import {useLayoutEffect, useMemo, useState} from 'react';
import {Box} from 'ink';
import {attempt} from '../../archive/attempt.js';
import {percentDone} from '../components/complaint.js';
import {factsLine} from '../components/facts-line.js';
import {Row} from '../components/frame.js';
import {useKept} from '../components/use-kept.js';
import {mostCopied} from '../hex/copy-bytes.js';
import {JumpPrompt} from '../hex/jump-prompt.js';
import {SearchBar} from '../hex/search-bar.js';
import {keptKey, useSearch} from '../hex/use-search.js';
import {useTarget} from '../hex/use-target.js';
import {useActions} from '../input/use-actions.js';
import type {PaneProps} from '../pane.js';
import {PaintedRows} from '../row-painter.js';
import {useTheme} from '../theme.js';
import {sizeText} from '../../views/absence.js';
import {formatBytes} from '../../views/format.js';
import {copyLines} from './copy-lines.js';
import {TextLines} from './text-lines.js';
import {textRow} from './text-rows.js';
import {selectedLines, textReducer, textStart, topOf, type TextAction} from './text-state.js';
import type {ViewedContent} from './viewed-content.js';

type Props = PaneProps & {readonly content: ViewedContent};

// Of a line that is longer than the screen, half of it is new after a step to the side.
const stepPart = 2;

const noRegisters = () => undefined;

/** A content as text, from its first line on. */
export function TextView({checkpoint, content, isFocused, width, height, revision, target, services}: Props) {
	const theme = useTheme();
	const {styles, glyphs} = theme;
	const {space, id, content: {name}} = content;
	const {memory} = services;
	const [isWrapped, setIsWrapped] = useKept(memory, 'text wrapped', (_: boolean, next: boolean) => next, true);
	const [isJumping, setIsJumping] = useState(false);
	const [isPrompting, setIsPrompting] = useState(false);
	const pageHeight = Math.max(1, height - 1 - (isPrompting ? 1 : 0));
	const lines = useMemo(() => new TextLines(space, isWrapped ? width : undefined), [space, isWrapped, width]);
	const screen = {lines, width, height: pageHeight};
	const [state, reduce] = useKept(memory, `text ${id}`, textReducer, textStart);
	const dispatch = (action: TextAction) => {
		reduce({action, screen});
	};

	const act = (action: TextAction) => () => {
		dispatch(action);
	};

	const {cursor} = state;
	const address = BigInt(cursor);
	const top = topOf(state, screen);
	const left = isWrapped ? 0 : state.left;
	const selection = lines.size === 0 ? undefined : selectedLines(state, lines);
	const rows = lines.from(top.start, pageHeight);

	const search = useSearch({
		early: undefined, memory: space, cursor: address, top: BigInt(top.start), services, keptAs: keptKey(id), isActive: isFocused, revision, isArriving: false,
		go(to, shownFrom) {
			dispatch({type: 'go', offset: Number(to), ...shownFrom !== undefined && {top: Number(shownFrom)}});
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

	useTarget({target, memory}, `text target ${id}`, to => {
		dispatch({type: 'go', offset: Number(to)});
	});
	useLayoutEffect(() => {
		services.noteAddress(address);
	}, [services, address]);

	const page = Math.max(1, pageHeight - 1);
	const half = Math.max(1, Math.floor(pageHeight / 2));
	const side = Math.max(1, Math.floor(width / stepPart));
	useActions(['content', 'hex', 'move'], {
		'up': act({type: 'rows', by: -1}), 'down': act({type: 'rows', by: 1}),
		'page-up': act({type: 'rows', by: -page}), 'page-down': act({type: 'rows', by: page}),
		'half-page-up': act({type: 'rows', by: -half}), 'half-page-down': act({type: 'rows', by: half}),
		'home': act({type: 'first'}), 'end': act({type: 'last'}), 'bottom': act({type: 'last'}),
		...!isWrapped && {'left': act({type: 'columns', by: -side}), 'right': act({type: 'columns', by: side}), 'row-start': act({type: 'line-start'})},
		wrap() {
			setIsWrapped(!isWrapped);
			services.say(isWrapped ? 'long lines are cut: left and right move' : 'long lines go on in the next row');
		},
		'select-lines': act({type: 'toggle-selection'}),
		'copy-lines'() {
			const range = selection ?? lines.lineAt(cursor);
			const text = attempt(() => copyLines(lines, range));
			if (text.state !== 'ready') {
				services.say(text.error.message, 'danger');
				return;
			}

			services.copy(text.value);
			const size = range.end - range.start;
			if (size > mostCopied) {
				services.say(`only the first ${mostCopied.toLocaleString('en')} of ${size.toLocaleString('en')} bytes were copied`, 'danger');
			}
		},
		'go-to'() {
			setIsJumping(true);
		},
		search: search.open,
		'next-match': search.next,
		'previous-match': search.previous,
		'dismiss'() {
			if (selection) {
				dispatch({type: 'clear-selection'});
			} else if (!search.close() || search.query?.isBrought === true) {
				services.leave();
			}
		},
	}, {isActive: isFocused && !isJumping && !search.isTyping});

	const shown = cursor.toString(16);
	const facts = factsLine([
		{text: String(name), rank: 0},
		...selection ? [{text: `${sizeText(BigInt(selection.end - selection.start))} selected`, rank: 0.5}] : [],
		{text: `line at ${top.start.toString(16)}`, rank: 3},
		{text: `${Math.floor((rows.at(-1)?.end ?? 0) / space.size * 100)} %`, rank: 1},
		{text: formatBytes(space.size), rank: 2},
	].filter(({rank}) => rank !== 3 || top.start !== cursor), width - shown.length - 2, glyphs.separator, glyphs.ellipsis);
	const draw = () => rows.map(row => textRow(row, {left, width, cursor, matches: search.session.matches, selection, theme}));
	return (
		<Box flexDirection='column' width={width} height={height}>
			<Row width={width} parts={[{text: shown, style: styles.accent}, {text: `  ${facts}`}]}/>
			<Box height={pageHeight}><PaintedRows width={width} height={pageHeight} rows={draw}/></Box>
			{isJumping && (
				<JumpPrompt
					width={width} isActive={isFocused} early={undefined}
					context={{space, cursor: address, mappingName: () => name, registers: noRegisters}}
					onJump={({address: to, notice}) => {
						setIsJumping(false);
						services.visit({address: to});
						if (notice !== undefined) {
							services.say(notice);
						}
					}}
					onClose={() => {
						setIsJumping(false);
					}}
				/>
			)}
			{!isJumping && search.query !== undefined && <SearchBar search={search} cursor={address} arrived={percentDone(checkpoint.archive)} width={width}/>}
		</Box>
	);
}
