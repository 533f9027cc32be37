import type {RootFolder} from '../forensics/root-folder.js';
import {Leaving} from './leaving.js';
import type {NotedRow, Place, Services} from './pane.js';
import {detourOf, isSamePane, placeOf, type reduce, type State} from './state.js';
import type {Terminal} from './terminal/terminal.js';
import {Writing} from './writing/writing.js';

/** What panes ask of the app, and the place where a person is. They stay the same for the app's life. */
export function createServices(state: () => State, dispatch: (action: Parameters<typeof reduce>[1]) => void, {terminal, rootFolder}: {readonly terminal: Terminal; readonly rootFolder: RootFolder | undefined}): {readonly services: Services; readonly here: () => Place; readonly hereInTable: () => NotedRow | undefined; readonly leaving: Leaving; readonly writing: Writing} {
	const leaving = new Leaving();
	let noted: Place | undefined;
	let row: (() => NotedRow) | undefined;
	const here = (): Place => {
		const place = placeOf(state());
		return noted?.address !== undefined && isSamePane(noted, place) ? {...place, address: noted.address} : place;
	};

	const services: Services = {
		say(text, tone = 'plain') {
			dispatch({type: 'say', message: text === '' ? undefined : {text, tone}});
		},
		visit(place, how) {
			dispatch({type: 'visit', place, here: here(), ...how});
		},
		noteAddress(address) {
			noted = {...placeOf(state()), address};
		},
		noteRow(next) {
			row = next;
		},
		showDetail(detail) {
			dispatch({type: 'overlay', overlay: {kind: 'detail', detail}});
		},
		ask(question) {
			dispatch({type: 'overlay', overlay: {kind: 'ask', question}});
		},
		offer(choices) {
			const {obstacle} = writing;
			if (obstacle === undefined) {
				dispatch({type: 'overlay', overlay: {kind: 'write', choices}});
			} else {
				services.say(obstacle, 'danger');
			}
		},
		copy(text) {
			if (text !== '') {
				terminal.copy(text);
			}

			services.say(text === '' ? 'there is nothing to copy here' : `copied ${text.length.toLocaleString('en')} ${text.length === 1 ? 'character' : 'characters'}, if the terminal lets us`);
		},
		leave() {
			const from = detourOf(state());
			if (from !== undefined) {
				services.visit(from);
				return;
			}

			const {subject, focus, tabs, content} = state();
			if (content !== undefined) {
				services.visit({tab: tabs[subject]});
				return;
			}

			dispatch({type: 'focus', pane: subject === 'container' && focus !== 'container' ? 'container' : 'processes'});
		},
		holdLeaving: reason => leaving.hold(reason),
		rootFolder,
		memory: new Map(),
	};
	const writing = new Writing(services);
	return {services, here, hereInTable: () => row?.(), leaving, writing};
}
