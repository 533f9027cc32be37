import test from 'ava';
import {lineChange} from '../../source/explorer/terminal/line-change.js';
import {widthOf} from '../../source/text/fit.js';
import {TerminalModel} from '../support/terminal-model.js';

const pieces = ['a', 'b', ' ', '│', '·', '日', '\u{e9}', 'e\u{301}', '\x1b[1m', '\x1b[2m', '\x1b[22m', '\x1b[7m', '\x1b[27m', '\x1b[4m', '\x1b[24m', '\x1b[33m', '\x1b[36m', '\x1b[39m', '\x1b[43m', '\x1b[49m', '\x1b[0m', '\x1b[0;1;33m'];

// The same at each run.
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

function written(before: string, after: string): string {
	const change = lineChange(before, after);
	return change === undefined ? '' : `\x1b[1;${change.column + 1}H${change.text}`;
}

test('a changed row is the row itself, however it was before', async t => {
	const next = random(1);
	const row = (length: number) => Array.from({length}, () => pieces[Math.floor(next() * pieces.length)]!).join('');
	for (let round = 0; round < 300; round++) {
		const common = row(round % 12);
		const end = row(round % 9);
		const [before, after] = [common + row(round % 5) + end, common + row(round % 7) + end];
		const [changed, whole] = [new TerminalModel(40, 1), new TerminalModel(40, 1)];
		changed.write(`${before}\x1b[0m`);
		changed.write(written(before, after));
		whole.write(after);
		t.deepEqual(await changed.cells(), await whole.cells(), JSON.stringify([before, after]));
	}
});

test('a row that fills the screen keeps its last cell, whatever codes stand behind that', async t => {
	const next = random(2);
	const row = (length: number) => Array.from({length}, () => pieces[Math.floor(next() * pieces.length)]!).join('');
	const codes = pieces.filter(piece => piece.startsWith('\x1b'));
	const end = () => Array.from({length: Math.floor(next() * 4)}, () => codes[Math.floor(next() * codes.length)]!).join('');
	for (let round = 0; round < 200; round++) {
		const common = row(12);
		const width = widthOf(common.replaceAll(/\u001B\[[\d;]*m/gv, ''));
		if (width === 0) {
			continue;
		}

		const [before, after] = [common + end(), common + end()];
		const [changed, whole] = [new TerminalModel(width, 1), new TerminalModel(width, 1)];
		changed.write(`${before}\x1b[0m${written(before, after)}`);
		whole.write(after);
		t.deepEqual(await changed.cells(), await whole.cells(), JSON.stringify([before, after]));
	}
});

test('what two rows begin and end with is not written again', t => {
	t.deepEqual(lineChange('│ab │', '│ac │'), {column: 2, text: 'c'});
	t.deepEqual(lineChange('│ab │', '│ac'), {column: 2, text: '\x1b[Kc'});
	t.deepEqual(lineChange('\x1b[2m00 \x1b[0;33m41\x1b[0m', '\x1b[2m00 \x1b[0;33m42\x1b[0m'), {column: 4, text: '\x1b[33m2'});
	t.deepEqual(lineChange('\x1b[7mab\x1b[0m cd', 'ab cd'), {column: 0, text: 'ab'});
	t.is(lineChange('日本', '日曜')!.column, 0);
	t.is(lineChange('ab', 'ab\x1b[0m'), undefined);
});
