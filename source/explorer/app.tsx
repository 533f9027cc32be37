import {useEffect, useReducer, useRef, useState, type ReactNode} from 'react';
import {Box, useWindowSize} from 'ink';
import {attempt} from '../archive/attempt.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {RootFolder} from '../forensics/root-folder.js';
import {findProcess} from '../views/chosen-processes.js';
import {findings} from '../views/findings.js';
import {changes} from '../views/saved-files.js';
import {useBookmarks, type OpenedBookmarks} from './bookmarks/use-bookmarks.js';
import {ContentPane} from './content/content-pane.js';
import {Frame} from './components/frame.js';
import {Header} from './components/header.js';
import {askFirst} from './components/early-prompt.js';
import {tabTitle} from './components/tabs.js';
import {TooSmall} from './components/too-small.js';
import {useSaving} from './edits/use-saving.js';
import {terminalHandlers} from './input/terminal-handlers.js';
import {useActions, useBeforeEach} from './input/use-actions.js';
import type {Action as KeyAction} from './keymap.js';
import {divide, leastColumns, leastRows, paneAt, type Layout, type PaneName} from './layout.js';
import type {AskedViews, DrawFrame, Pane, Services, Subject} from './pane.js';
import {Overlays} from './overlays.js';
import {panes as allPanes} from './panes/index.js';
import {ContainerSummary} from './panes/container-summary.js';
import {ProcessTree} from './panes/process-tree.js';
import {problemsOf} from './problems.js';
import {searchTab} from './search/search-pane.js';
import {WideSearch} from './search/wide-search.js';
import {createServices} from './services.js';
import {initialState, reduce, type State} from './state.js';
import type {Terminal} from './terminal/terminal.js';
import {useTheme} from './theme.js';
import {useProgress} from './use-progress.js';
import {reportWritable} from './writing/report-writable.js';
import {WritingFooter} from './writing/writing-footer.js';

type Props = {
	readonly checkpoint: Checkpoint;
	readonly terminal: Terminal;
	readonly bookmarks?: OpenedBookmarks | undefined;
	readonly views?: AskedViews;
	readonly rootFolder?: RootFolder | undefined;
	readonly panes?: Readonly<Record<Subject, readonly Pane[]>>;
};

// The last row and a border: nothing that is read or typed is covered.
const mostMessageRows = 2;

const usualViews: AskedViews = {findings, changes};

/** The explorer of one open checkpoint. */
export function App({checkpoint, terminal, bookmarks: opened, views = usualViews, rootFolder, panes = allPanes}: Props) {
	const {columns, rows} = useWindowSize();
	const revision = useProgress(checkpoint.archive);
	const [state, dispatch] = useReducer(reduce, undefined, () => initialState(undefined, {process: panes.process[0]?.id ?? '', container: panes.container[0]?.id ?? ''}));
	// Until a process has been chosen, it is the first there is.
	const pid = state.pid ?? firstPid(checkpoint);
	const current: State = pid === state.pid ? state : {...state, pid};
	const latest = useRef(current);
	latest.current = current;
	const [{services, here, hereInTable, leaving, writing}] = useState(() => createServices(() => latest.current, dispatch, {terminal, rootFolder}));

	const bookmarks = useBookmarks({checkpoint, services, here, hereInTable, opened});
	const layout = divide(columns, rows, state.isZoomed ? state.focus : undefined);
	// The panes go on living where there is no room for them: what was searched, folded and filtered is there again when there is.
	const kept = layout ?? divide(leastColumns, leastRows, undefined)!;
	const tabs = panes[state.subject];
	const shownTab = Math.max(0, tabs.findIndex(({id}) => id === state.tabs[state.subject]));
	const showTab = (index: number) => () => {
		const tab = tabs[index];
		if (tab) {
			services.visit({tab: tab.id});
		}
	};

	const everyPane: readonly PaneName[] = ['processes', 'main', 'container'];
	const shownPanes = !layout || state.isZoomed ? everyPane : everyPane.filter(name => layout.panes[name] !== undefined);
	const saving = useSaving({
		checkpoint, services,
		ask(text, onAgree) {
			dispatch({type: 'overlay', overlay: {kind: 'agree', text, onAgree}});
		},
	});
	useActions(['everywhere', 'always'], {
		...terminalHandlers(terminal),
		...saving,
		quit() {
			const question = leaving.question();
			if (question === undefined) {
				terminal.leave(0);
			} else {
				services.say(question, 'danger');
			}
		},
		...bookmarks.handlers,
		report() {
			services.offer([reportWritable(checkpoint, views, services)]);
		},
		help() {
			dispatch({type: 'overlay', overlay: {kind: 'help'}});
		},
		command() {
			dispatch({type: 'overlay', overlay: {kind: 'command'}});
		},
		mouse() {
			services.say(`mouse ${terminal.toggleMouse() ? 'on: Shift selects text' : 'off'}`);
		},
		'next-pane'() {
			dispatch({type: 'cycle-focus', step: 1, panes: shownPanes});
		},
		'previous-pane'() {
			dispatch({type: 'cycle-focus', step: -1, panes: shownPanes});
		},
		'search-everything'() {
			askFirst(services.memory, {tab: searchTab, pid: undefined});
			services.visit({subject: 'container', tab: searchTab});
		},
		problems() {
			const problems = problemsOf(checkpoint);
			if (typeof problems === 'string') {
				services.say(problems);
			} else {
				services.showDetail(problems);
			}
		},
		written() {
			const detail = writing.detail();
			if (detail === undefined) {
				services.say('nothing has been written');
			} else {
				services.showDetail(detail);
			}
		},
		'stop-writing'() {
			writing.stop();
		},
		zoom() {
			dispatch({type: 'zoom'});
		},
		back() {
			dispatch({type: 'back', here: here()});
		},
		forward() {
			dispatch({type: 'forward', here: here()});
		},
		mark() {
			dispatch({type: 'overlay', overlay: {kind: 'mark'}});
		},
		jump() {
			dispatch({type: 'overlay', overlay: {kind: 'jump'}});
		},
		'next-tab': showTab((shownTab + 1) % tabs.length),
		'previous-tab': showTab((shownTab + tabs.length - 1) % tabs.length),
		...Object.fromEntries(tabs.slice(0, 9).map((_, index) => [`tab-${index + 1}` as KeyAction, showTab(index)])),
	}, {level: 'app'});
	useEffect(() => () => {
		WideSearch.of(services.memory).end();
	}, [services]);
	const forget = () => {
		dispatch({type: 'say', message: undefined});
	};

	useBeforeEach(() => {
		// A notice stays until the next thing is done.
		forget();
		leaving.nextKey();
		writing.nextKey();
	});
	// What a window covers can't be clicked at.
	usePointer(terminal, state.overlay ? undefined : layout, name => {
		forget();
		dispatch({type: 'focus', pane: name});
	});

	const {overlay} = state;
	const body = {width: columns, height: rows - 2};
	const close = () => {
		dispatch({type: 'overlay', overlay: undefined});
	};

	const isCovered = layout === undefined || overlay?.kind === 'help' || overlay?.kind === 'detail';
	return (
		<Box flexDirection='column' width={columns} height={rows}>
			{layout && <Header checkpoint={checkpoint} width={columns} revision={revision}/>}
			<Box {...body} display={isCovered ? 'none' : 'flex'}>
				<Panes checkpoint={checkpoint} state={current} layout={kept} panes={tabs} revision={revision} services={services} dispatch={dispatch}/>
			</Box>
			{!layout && <TooSmall columns={columns} rows={rows}/>}
			{overlay && (
				<Overlays
					overlay={overlay} {...body} isRoomy={layout !== undefined} checkpoint={checkpoint} panes={panes} services={services} writing={writing} onClose={close}
					onLetter={bookmarks.onLetter}
				/>
			)}
			{layout && <WritingFooter writing={writing} message={overlay?.kind === 'mark' || overlay?.kind === 'jump' ? {text: bookmarks.letterText(overlay.kind), tone: 'plain'} : state.message} width={columns} most={overlay ? 1 : mostMessageRows}/>}
		</Box>
	);
}

type PanesProps = {
	readonly checkpoint: Checkpoint;
	readonly state: State;
	readonly layout: Layout;
	readonly panes: readonly Pane[];
	readonly revision: number;
	readonly services: Services;
	readonly dispatch: (action: Parameters<typeof reduce>[1]) => void;
};

function Panes({checkpoint, state, layout, panes, revision, services, dispatch}: PanesProps) {
	const theme = useTheme();
	const open = () => {
		dispatch({type: 'focus', pane: 'main'});
	};

	const active = panes.find(pane => pane.id === state.tabs[state.subject]) ?? panes[0];
	const process = findProcess(checkpoint, state.pid);
	const isFocused = (pane: PaneName) => state.focus === pane;
	// A pane that another one covers is not drawn, but goes on living.
	const slot = (pane: PaneName, draw: (size: {readonly width: number; readonly height: number}) => ReactNode) => {
		const place = layout.panes[pane] ?? layout.covered[pane];
		return place && <Box display={place === layout.panes[pane] ? 'flex' : 'none'}>{draw(place)}</Box>;
	};

	return (
		<>
			<Box flexDirection='column' display={layout.panes.processes ?? layout.panes.container ? 'flex' : 'none'}>
				{slot('processes', size => (
					<ProcessTree {...size} checkpoint={checkpoint} selected={state.pid} isFocused={isFocused('processes')} revision={revision} services={services} onOpen={open} onSelect={pid => {
						dispatch({type: 'select', pid});
					}}/>
				))}
				{slot('container', size => <ContainerSummary {...size} checkpoint={checkpoint} isFocused={isFocused('container')} services={services} onOpen={open}/>)}
			</Box>
			{slot('main', ({width, height}) => {
				const frame: DrawFrame = (content, note = '') => <Frame title={tabTitle(panes, active?.id ?? '', width - 4, isFocused('main'), theme)} width={width} height={height} isFocused={isFocused('main')} note={note}>{content}</Frame>;
				const props = {checkpoint, process, isFocused: isFocused('main'), width: width - 2, height: height - 2, revision, target: state.target, services, frame};
				return state.content
					? <ContentPane {...props} key={state.content.id} content={state.content}/>
					: active && <active.Component {...props} key={`${state.subject} ${active.id} ${state.subject === 'process' ? state.pid : ''}`}/>;
			})}
		</>
	);
}

/** The process that is selected before one has been chosen; undefined where there is none, or none yet. */
function firstPid(checkpoint: Checkpoint): number | undefined {
	const roots = attempt(() => checkpoint.roots);
	return roots.state === 'ready' ? roots.value[0]?.pid : undefined;
}

/** A click focuses. */
function usePointer(terminal: Terminal, layout: Layout | undefined, focus: (pane: PaneName) => void): void {
	useEffect(() => terminal.onMouse(({button, column, row, pressed}) => {
		const pane = layout && paneAt(layout, column - 1, row - 1);
		if (pressed && button === 0 && pane !== undefined) {
			focus(pane);
		}
	}));
}
