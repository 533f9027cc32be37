import test from 'ava';
import {HexLines} from '../../../source/explorer/hex/hex-lines.js';
import {hexReducer, hexStart, selectionOf, type HexAction, type HexState} from '../../../source/explorer/hex/hex-state.js';
import {madeMemory} from '../../support/made-memory.js';

const noise = (size: number) => Uint8Array.from({length: size}, (_, index) => (index * 31 + (index >>> 8) * 7) & 0xFF);
const memory = madeMemory([
	{start: 0x1000n, parts: [noise(0x1000), {presence: 'zero', size: 0x3000}, noise(0x1000)]},
	{start: 0x9000n, parts: [noise(0x1000)]},
	{start: 0xffff_ffff_ff60_0000n, parts: [{presence: 'never-dumped', size: 0x1000}], kind: 'vsyscall'},
]);
const lines = new HexLines(memory, 16);
const run = (state: HexState, ...actions: HexAction[]) => {
	let current = state;
	for (const action of actions) {
		current = hexReducer(current, action);
	}

	return current;
};

const isVisible = ({lines: all, top, height, cursor}: HexState) => all.from(top, height).some(line => line.start <= cursor && cursor < line.end);
const last = 0xffff_ffff_ff60_0fffn;

test('moving by rows keeps the column and passes a folded stretch in one step', t => {
	const state = run(hexStart(lines, 10), {type: 'go', address: 0x1ff5n}, {type: 'rows', by: 1});
	t.is(state.cursor, 0x2000n);
	t.is(run(state, {type: 'rows', by: 1}).cursor, 0x5000n);
	t.is(run(state, {type: 'rows', by: -1}).cursor, 0x1ff0n);
	t.is(run(hexStart(lines, 10), {type: 'go', address: 0x1005n}, {type: 'rows', by: 3}).cursor, 0x1035n);
});

test('moving by bytes counts a folded line as one', t => {
	const state = run(hexStart(lines, 10), {type: 'go', address: 0x1fffn});
	t.is(run(state, {type: 'bytes', by: 1}).cursor, 0x2000n);
	t.is(run(state, {type: 'bytes', by: 2}).cursor, 0x5000n);
	t.is(run(state, {type: 'bytes', by: 2}, {type: 'bytes', by: -1}).cursor, 0x2000n);
	t.is(run(state, {type: 'bytes', by: 2}, {type: 'bytes', by: -2}).cursor, 0x1fffn);
});

test('both ends of memory stop every movement', t => {
	const start = hexStart(lines, 10);
	for (const action of [{type: 'bytes', by: -1}, {type: 'rows', by: -5}, {type: 'page', by: -1}, {type: 'half-page', by: -1}, {type: 'regions', by: -1}] as const) {
		t.is(run(start, action).cursor, 0x1000n);
	}

	const end = run(start, {type: 'last'});
	t.is(end.cursor, last);
	for (const action of [{type: 'bytes', by: 1}, {type: 'rows', by: 5}, {type: 'page', by: 1}, {type: 'half-page', by: 1}] as const) {
		t.is(run(end, action).cursor, last);
	}

	t.is(lines.from(end.top, 100).length, 10);
});

test('the cursor stays on screen whatever is done', t => {
	const actions: HexAction[] = [
		{type: 'page', by: 1},
		{type: 'page', by: 1},
		{type: 'rows', by: -3},
		{type: 'bytes', by: 40},
		{type: 'half-page', by: -1},
		{type: 'regions', by: 1},
		{type: 'go', address: 0x5808n},
		{type: 'last'},
		{type: 'page', by: -1},
		{type: 'first'},
		{type: 'row-end'},
		{type: 'rows', by: 400},
		{type: 'row-start'},
	];
	let state = hexStart(lines, 12);
	for (const action of actions) {
		state = hexReducer(state, action);
		t.true(isVisible(state), `${action.type} ${state.cursor.toString(16)} ${state.top.toString(16)}`);
	}
});

test('a page down and a page up lead back', t => {
	const state = run(hexStart(lines, 10), {type: 'go', address: 0x1305n});
	const there = run(state, {type: 'page', by: 1});
	t.is(there.cursor, 0x1395n);
	const back = run(there, {type: 'page', by: -1});
	t.deepEqual([back.cursor, back.top], [state.cursor, state.top]);
});

test('regions are gone to by their starts; backwards first to the start of this one', t => {
	const state = run(hexStart(lines, 10), {type: 'go', address: 0x9055n});
	t.is(run(state, {type: 'regions', by: -1}).cursor, 0x9000n);
	t.is(run(state, {type: 'regions', by: -2}).cursor, 0x1000n);
	t.is(run(state, {type: 'regions', by: 1}).cursor, 0xffff_ffff_ff60_0000n);
	t.is(run(hexStart(lines, 10), {type: 'go', address: 0x7000n}, {type: 'regions', by: 1}).cursor, 0x9000n);
});

test('an address inside a folded stretch can be gone to', t => {
	const state = run(hexStart(lines, 10), {type: 'go', address: 0x3123n});
	t.is(state.cursor, 0x3123n);
	t.true(isVisible(state));
});

test('a resize keeps the cursor, and the first line as long as the cursor stays in sight', t => {
	const state = run(hexStart(lines, 20), {type: 'go', address: 0x5508n}, {type: 'rows', by: 3});
	const narrow = run(state, {type: 'resize', height: 4, lines: new HexLines(memory, 8)});
	t.is(narrow.cursor, state.cursor);
	t.true(isVisible(narrow));
	const back = run(state, {type: 'resize', height: 30, lines});
	t.deepEqual([back.cursor, back.top], [state.cursor, state.top]);
});

test('a selection has both of its ends, whichever came first', t => {
	const state = run(hexStart(lines, 10), {type: 'go', address: 0x1010n}, {type: 'toggle-selection'});
	t.deepEqual(selectionOf(run(state, {type: 'bytes', by: 3})), {start: 0x1010n, end: 0x1014n});
	t.deepEqual(selectionOf(run(state, {type: 'bytes', by: -3})), {start: 0x100dn, end: 0x1011n});
	t.is(selectionOf(run(state, {type: 'toggle-selection'})), undefined);
});

test('a process without memory has nowhere to go', t => {
	const state = hexStart(new HexLines(madeMemory([]), 16), 10);
	t.is(run(state, {type: 'page', by: 1}, {type: 'last'}, {type: 'regions', by: 1}), state);
});
