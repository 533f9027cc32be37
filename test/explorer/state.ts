import test from 'ava';
import {memorySource} from '../../source/archive/memory-source.js';
import {viewContents} from '../../source/explorer/content/viewed-content.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {detourOf, initialState, placeOf, reduce, type Action, type State} from '../../source/explorer/state.js';

const start = initialState(1, {process: 'overview', container: 'summary'});

function run(state: State, ...actions: Action[]): State {
	return actions.reduce(reduce, state);
}

test('back goes where we were, with the address, and forward returns', t => {
	const there = run(start, {type: 'visit', place: {tab: 'hex', address: 0x1000n}, here: placeOf(start)});
	t.deepEqual([there.tabs.process, there.target?.address, there.focus], ['hex', 0x1000n, 'main']);
	const moved = {...placeOf(there), address: 0x2000n};
	const back = run(there, {type: 'back', here: moved});
	t.is(back.tabs.process, 'overview');
	const forward = run(back, {type: 'forward', here: placeOf(back)});
	t.deepEqual([forward.tabs.process, forward.target?.address], ['hex', 0x2000n]);
});

test('a new visit forgets what was forward', t => {
	const state = run(
		start,
		{type: 'visit', place: {tab: 'env'}, here: placeOf(start)},
		{type: 'back', here: placeOf(start)},
		{type: 'visit', place: {tab: 'maps'}, here: placeOf(start)},
		{type: 'forward', here: placeOf(start)},
	);
	t.is(state.tabs.process, 'maps');
	t.regex(state.message?.text ?? '', /nowhere/);
});

test('what is focused at the left is what the main area is about', t => {
	const container = run(start, {type: 'focus', pane: 'container'});
	t.is(container.subject, 'container');
	t.is(run(container, {type: 'focus', pane: 'main'}).subject, 'container');
	t.is(run(container, {type: 'select', pid: 2}).subject, 'process');
});

test('the focus goes round the panes on screen, both ways', t => {
	const panes = ['processes', 'main'] as const;
	const next = run(start, {type: 'cycle-focus', step: 1, panes});
	t.is(next.focus, 'main');
	t.is(run(next, {type: 'cycle-focus', step: 1, panes}).focus, 'processes');
	t.is(run(start, {type: 'cycle-focus', step: -1, panes}).focus, 'main');
});

test('history does not grow for ever', t => {
	let state = start;
	for (let visit = 0; visit < 500; visit++) {
		state = run(state, {type: 'visit', place: {tab: String(visit)}, here: placeOf(state)});
	}

	t.is(state.past.length, 100);
});

test('leaving a pane that was gone to with the way back leads back, also from farther on in it', t => {
	const results = run(start, {type: 'visit', place: {subject: 'container', tab: 'search'}, here: placeOf(start)});
	const found = run(results, {type: 'visit', place: {subject: 'process', pid: 2, tab: 'hex', address: 1n}, here: placeOf(results), andBack: true});
	t.deepEqual(detourOf(found), {subject: 'container', pid: 1, tab: 'search'});
	const followed = run(found, {type: 'visit', place: {tab: 'hex', address: 2n}, here: placeOf(found)});
	t.deepEqual(detourOf(followed), detourOf(found));
	t.is(detourOf(run(found, {type: 'focus', pane: 'processes'})), undefined);
	t.deepEqual(detourOf(run(found, {type: 'focus', pane: 'processes'}, {type: 'focus', pane: 'main'})), detourOf(found));
});

test('who goes on from there by other ways is not led back', t => {
	const found = run(start, {type: 'visit', place: {pid: 2, tab: 'hex', address: 1n}, here: placeOf(start), andBack: true});
	for (const action of [{type: 'select', pid: 3}, {type: 'visit', place: {tab: 'maps'}, here: placeOf(found)}, {type: 'back', here: placeOf(found)}] satisfies Action[]) {
		t.is(detourOf(run(found, action, {type: 'visit', place: {pid: 2, tab: 'hex'}, here: placeOf(found)})), undefined);
	}
});

const content = viewContents([{kind: 'file', name: Untrusted.from('/etc/passwd'), files: [], segments: [{start: 0n, length: 4, pieces: [{source: memorySource(Buffer.from('root')), position: 0, length: 4}]}]}])!;

test('what is viewed in place of a tab is a place of its own: back, forward and visits lead to it', t => {
	const viewed = run(start, {type: 'visit', place: {content}, here: placeOf(start), andBack: true});
	t.deepEqual([viewed.content, viewed.tabs.process, detourOf(viewed)], [content, 'overview', placeOf(start)]);
	const farther = run(viewed, {type: 'visit', place: {address: 2n}, here: placeOf(viewed)});
	t.deepEqual([farther.content, farther.target, detourOf(farther)], [content, {address: 2n}, placeOf(start)]);
	const back = run(farther, {type: 'back', here: placeOf(farther)}, {type: 'back', here: placeOf(viewed)});
	t.is(back.content, undefined);
	t.is(run(back, {type: 'forward', here: placeOf(back)}).content, content);
	t.is(run(viewed, {type: 'visit', place: {tab: 'maps'}, here: placeOf(viewed)}, {type: 'visit', place: placeOf(viewed), here: placeOf(start)}).content, content);
});

test('whoever goes to a tab, a process or the container no longer views a content', t => {
	const viewed = run(start, {type: 'visit', place: {content}, here: placeOf(start), andBack: true});
	for (const action of [{type: 'select', pid: 2}, {type: 'focus', pane: 'container'}, {type: 'visit', place: {tab: 'overview'}, here: placeOf(viewed)}, {type: 'visit', place: {pid: 1}, here: placeOf(viewed)}] satisfies Action[]) {
		t.is(run(viewed, action).content, undefined, JSON.stringify(action, (key, value: unknown) => key === 'here' ? undefined : value));
	}

	t.is(run(viewed, {type: 'focus', pane: 'processes'}, {type: 'focus', pane: 'main'}).content, content);
});
