import {useEffect, useMemo, useReducer} from 'react';
import {Box} from 'ink';
import {wrapInto} from '../../text/fit.js';
import {compilePattern} from '../../search/pattern.js';
import type {FoundRow} from '../../views/search/columns.js';
import {rowMaker} from '../../views/search/rows.js';
import {percentDone} from '../components/complaint.js';
import {useEarlyPrompt} from '../components/early-prompt.js';
import {Row} from '../components/frame.js';
import {QueryLine} from '../components/query-line.js';
import {beginOnRow, Table} from '../components/table.js';
import {editing} from '../components/text-field.js';
import {viewContents} from '../content/viewed-content.js';
import {SearchHistory} from '../hex/search-history.js';
import {briefSearchText, searchText} from '../hex/search-text.js';
import {bringSearch} from '../hex/use-search.js';
import {useActions} from '../input/use-actions.js';
import {bindingsOf, keyLabel} from '../keymap.js';
import type {DrawFrame, Pane, PaneProps, Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {contentOf, context, isWide, matchRange, resultsView} from './results-view.js';
import {promptFor, promptReducer} from './search-prompt.js';
import {WideSearch} from './wide-search.js';

export const searchTab = 'search';

const asked = {tab: searchTab, pid: undefined};
const placeKey = 'search results';
const askedResults = {tab: placeKey, pid: undefined};

const scopeTexts = {everything: [' in everything', ', everything'], memory: [' in memory of all processes', ', memory']} as const;

/** Searches the whole checkpoint, and lists what is found while the search goes on. */
export const SearchPane: Pane['Component'] = ({checkpoint, isFocused, width, height, revision, services, frame}) => {
	const {glyphs} = useTheme();
	const [, redraw] = useReducer((count: number) => count + 1, 0);
	const search = WideSearch.of(services.memory);
	const {query, number, found, progress, hasCommon, problems} = search;
	const early = useEarlyPrompt(services.memory, asked);
	const [prompt, dispatch] = useReducer(promptReducer, undefined, () => early ? {...promptFor(query), isTyping: true, field: early.field} : promptFor(query));
	const {isTyping, field, mode, scope} = prompt;
	const history = SearchHistory.of(services.memory);
	const {archive} = checkpoint;
	const pattern = field.text === '' ? undefined : compilePattern(field.text, mode);

	useEffect(() => search.onChange(redraw), [search]);
	useEffect(() => {
		search.arrived(checkpoint);
	}, [search, checkpoint, revision, number]);

	const open = () => {
		history.open();
		dispatch({type: 'open'});
		if (!isFocused) {
			services.visit({subject: 'container', tab: searchTab});
		}
	};

	const {handlers, onText} = editing(change => {
		dispatch({type: 'edit', edit: change});
	});
	const recall = (by: 1 | -1) => () => {
		const searched = history.take(by, {text: field.text, mode});
		if (searched) {
			dispatch({type: 'recall', searched});
		}
	};

	const close = () => {
		dispatch({type: 'close'});
	};

	useActions(['search', 'input'], {
		...handlers,
		submit() {
			if (pattern?.error !== undefined) {
				services.say(pattern.error, 'danger');
				return;
			}

			close();
			if (pattern === undefined) {
				return;
			}

			history.add({text: field.text, mode});
			beginOnRow(services.memory, placeKey, 0);
			search.start(checkpoint, {text: field.text, mode, scope}, pattern.pattern);
		},
		cancel: close,
		'older-search': recall(-1),
		'newer-search': recall(1),
		'search-mode'() {
			dispatch({type: 'next-mode'});
		},
		'search-scope'() {
			dispatch({type: 'toggle-scope'});
		},
	}, {isActive: isFocused && isTyping, level: 'prompt', modal: true, onText});
	useActions(['everywhere'], {'search-everything': open});

	const shown = isTyping ? {text: field.text, mode, scope} : query;
	const {count} = found;
	const told = {count, index: -1, arrived: search.isWaiting ? percentDone(archive) : undefined, lost: 0n, separator: glyphs.separator};
	// What is being typed has not been searched for.
	const result = isTyping ? '' : searchText(progress, told);
	const line = shown && <QueryLine isTyping={isTyping} field={field} query={shown} where={scopeTexts[shown.scope]} error={isTyping ? pattern?.error : undefined} result={result} brief={isTyping ? '' : briefSearchText(progress, told)} width={width}/>;
	const around: DrawFrame = (content, note) => frame(<Box flexDirection='column' height={height}>{content}{line}</Box>, note);
	return query === undefined
		? around(<Nothing isFocused={isFocused} width={width} height={height - (line ? 1 : 0)} services={services} onOpen={open}/>)
		: <Results key={number} search={search} count={count} hasCommon={hasCommon} problems={problems} isFocused={isFocused} width={width} height={height - 1} services={services} frame={around}/>;
};

type NothingProps = Pick<PaneProps, 'isFocused' | 'width' | 'height' | 'services'> & {readonly onOpen: () => void};

/** What stands here before the first search. */
function Nothing({isFocused, width, height, services, onOpen}: NothingProps) {
	const {styles, glyphs} = useTheme();
	useActions(['list'], {open: onOpen, filter: onOpen, leave: services.leave}, {isActive: isFocused});
	const key = keyLabel(bindingsOf('everywhere').find(({action}) => action === 'search-everything')!.keys[0]!);
	const lines = wrapInto([`${key} searches the whole checkpoint: the memory of all processes, and what is no memory, such as queues, files that were removed or changed, and the images.`], {width, height}, glyphs.ellipsis);
	return <Box flexDirection='column' height={height}>{lines.map((line, index) => <Row key={index} width={width} style={styles.secondary} parts={[{text: line}]}/>)}</Box>;
}

type ResultsProps = {
	readonly search: WideSearch;
	readonly count: number;
	readonly hasCommon: boolean;
	readonly problems: readonly string[];
	readonly isFocused: boolean;
	readonly width: number;
	readonly height: number;
	readonly services: Services;
	readonly frame: DrawFrame;
};

function Results({search, count, hasCommon, problems, services, ...props}: ResultsProps) {
	const {found} = search;
	const {scope, mode} = search.query!;
	const view = useMemo(() => resultsView({scope, mode, hasCommon}), [scope, mode, hasCommon]);
	const marks = useMemo(() => ({column: 'match', range: ({text}: FoundRow) => matchRange(text, isWide(mode))}), [mode]);
	const rows = useMemo(() => {
		const makeRow = rowMaker(context);
		return {length: count, at: (index: number) => makeRow(found.at(index))};
	}, [found, count]);
	const open = ({found: {place, match}}: FoundRow) => {
		const {address} = match;
		if (!place.isMemory) {
			const content = viewContents([contentOf(place) ?? []].flat());
			if (content !== undefined) {
				bringSearch(services.memory, content.id, {...search.query!, origin: address});
				services.visit({content, address}, {andBack: true});
			}

			return content !== undefined;
		}

		const {pid} = place.process!;
		bringSearch(services.memory, pid, {...search.query!, origin: address});
		services.visit({subject: 'process', pid, tab: 'hex', address}, {andBack: true});
		return true;
	};

	return (
		<Table
			{...props} view={view} rows={rows} notes={problems} placeKey={placeKey} asked={askedResults} absence={search.progress.done ? 'nothing was found' : ''} onOpen={open} marks={marks}
			services={{...services, leave() {
				if (!search.stop()) {
					services.leave();
				}
			}}}
		/>
	);
}
