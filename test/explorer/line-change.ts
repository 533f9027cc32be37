import test from 'ava';
import {lineChange} from '../../source/explorer/terminal/line-change.js';
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

test('a changed row is the row itself, however it was before', async t => {
	const next = random(1);
	const row = (length: number) => Array.from({length}, () => pieces[Math.floor(next() * pieces.length)]!).join('');
	for (let round = 0; round < 300; round++) {
		const common = row(round % 12);
		const [before, after] = [common + row(round % 5), common + row(round % 7)];
		const [changed, whole] = [new TerminalModel(40, 1), new TerminalModel(40, 1)];
		changed.write(`${before}\x1b[0m`);
		const {column, text} = lineChange(before, after);
		changed.write(`\x1b[1;${column + 1}H\x1b[K${text}`);
		whole.write(after);
		t.deepEqual(await changed.cells(), await whole.cells(), JSON.stringify([before, after]));
	}
});

test('what two rows begin with is not written again', t => {
	t.deepEqual(lineChange('│ab │', '│ac │'), {column: 2, text: 'c │'});
	t.deepEqual(lineChange('\x1b[2m00 \x1b[0;33m41\x1b[0m', '\x1b[2m00 \x1b[0;33m42\x1b[0m'), {column: 4, text: '\x1b[33m2\x1b[0m'});
	t.is(lineChange('日本', '日曜').column, 0);
});
