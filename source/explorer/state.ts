import type {ViewedContent} from './content/viewed-content.js';
import type {Writable} from './writing/writable.js';
import type {PaneName} from './layout.js';
import type {Detail, Place, Question, Subject} from './pane.js';

export type Overlay =
	| {readonly kind: 'help'}
	| {readonly kind: 'command'}
	| {readonly kind: 'mark' | 'jump'}
	| {readonly kind: 'detail'; readonly detail: Detail}
	| {readonly kind: 'ask'; readonly question: Question}
	| {readonly kind: 'agree'; readonly text: string; readonly onAgree: () => void}
	| {readonly kind: 'write'; readonly choices: readonly Writable[]};

export type Message = {readonly text: string; readonly tone: 'plain' | 'danger'};

export type State = {
	readonly focus: PaneName;
	readonly subject: Subject;
	readonly pid: number | undefined;
	/** The tab of each subject. */
	readonly tabs: Readonly<Record<Subject, string>>;
	/** What is viewed in place of the tab. */
	readonly content: ViewedContent | undefined;
	readonly target: {readonly address: bigint} | undefined;
	/** Where leaving a pane leads, while that is on screen. */
	readonly detour: {readonly at: Place; readonly from: Place} | undefined;
	readonly isZoomed: boolean;
	readonly overlay: Overlay | undefined;
	readonly message: Message | undefined;
	readonly past: readonly Place[];
	readonly future: readonly Place[];
};

/** `here` is the place being left, with the address that the pane last noted. */
export type Action =
	| {readonly type: 'focus'; readonly pane: PaneName}
	| {readonly type: 'cycle-focus'; readonly step: 1 | -1; readonly panes: readonly PaneName[]}
	| {readonly type: 'select'; readonly pid: number}
	| {readonly type: 'visit'; readonly place: Partial<Place>; readonly here: Place; readonly andBack?: boolean}
	| {readonly type: 'back' | 'forward'; readonly here: Place}
	| {readonly type: 'zoom'}
	| {readonly type: 'overlay'; readonly overlay: Overlay | undefined}
	| {readonly type: 'say'; readonly message: Message | undefined};

const maxHistory = 100;

export function initialState(pid: number | undefined, tabs: Readonly<Record<Subject, string>>): State {
	return {
		focus: 'processes', subject: 'process', pid, tabs, content: undefined, target: undefined, detour: undefined, isZoomed: false, overlay: undefined, message: undefined,
		past: [], future: [],
	};
}

/** Where the state is, but for the address, which only the pane knows. */
export function placeOf(state: State): Place {
	return {subject: state.subject, pid: state.pid, tab: state.tabs[state.subject], ...state.content && {content: state.content}};
}

/** Where leaving the pane that has the focus leads back to, if anywhere. */
export function detourOf(state: State): Place | undefined {
	return state.focus === 'main' && state.detour && isSamePane(state.detour.at, placeOf(state)) ? state.detour.from : undefined;
}

export function reduce(state: State, action: Action): State {
	switch (action.type) {
		case 'focus': {
			return followFocus({...state, focus: action.pane});
		}

		case 'cycle-focus': {
			const index = action.panes.indexOf(state.focus);
			const next = action.panes[(index + action.step + action.panes.length) % action.panes.length] ?? state.focus;
			return followFocus({...state, focus: next});
		}

		case 'select': {
			return action.pid === state.pid && state.subject === 'process' ? state : {...state, pid: action.pid, subject: 'process', content: undefined, target: undefined, detour: undefined};
		}

		case 'visit': {
			const {here} = action;
			const {content, ...tab} = placeOf(state);
			const at = {...tab, ...content && !leadsElsewhere(action.place) && {content}, ...action.place};
			const detour = action.andBack ? {at, from: here} : (isSamePane(at, here) ? state.detour : undefined);
			return {...goTo(state, at), detour, past: [...state.past, here].slice(-maxHistory), future: []};
		}

		case 'back': {
			const place = state.past.at(-1);
			return place === undefined ? say(state, 'nowhere to go back to') : {...goTo(state, place), past: state.past.slice(0, -1), future: [action.here, ...state.future]};
		}

		case 'forward': {
			const place = state.future[0];
			return place === undefined ? say(state, 'nowhere to go forward to') : {...goTo(state, place), past: [...state.past, action.here], future: state.future.slice(1)};
		}

		case 'zoom': {
			return {...state, isZoomed: !state.isZoomed};
		}

		case 'overlay': {
			return {...state, overlay: action.overlay};
		}

		case 'say': {
			return action.message === state.message ? state : {...state, message: action.message};
		}
	}
}

export function isSamePane(a: Place, b: Place): boolean {
	return a.subject === b.subject && a.pid === b.pid && a.tab === b.tab && a.content === b.content;
}

function say(state: State, text: string): State {
	return {...state, message: {text, tone: 'plain'}};
}

// The main area shows what the focused pane at the left is about.
function followFocus(state: State): State {
	const subject = state.focus === 'processes' ? 'process' : state.focus === 'container' ? 'container' : state.subject;
	return subject === state.subject ? state : {...state, subject, content: undefined, target: undefined};
}

// Whoever goes to a tab is shown that, not what is viewed in its place.
function leadsElsewhere({subject, pid, tab}: Partial<Place>): boolean {
	return subject !== undefined || pid !== undefined || tab !== undefined;
}

function goTo(state: State, {subject, pid, tab, content, address}: Place): State {
	return {
		...state, subject, pid, focus: 'main', detour: undefined,
		tabs: {...state.tabs, [subject]: tab},
		content,
		target: address === undefined ? undefined : {address},
	};
}
