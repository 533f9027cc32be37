import test from 'ava';
import type {Process} from '../../source/checkpoint/process.js';
import {InputError} from '../../source/archive/byte-source.js';
import {byPid, nextOrder} from '../../source/views/process-order.js';
import {processRows, type TreeOptions} from '../../source/views/process-rows.js';
import {createTheme} from '../../source/explorer/theme.js';
import {Untrusted} from '../../source/text/untrusted.js';

const {glyphs} = createTheme({charset: 'unicode', color: true});
const all: TreeOptions = {folded: new Set(), filter: '', showsCommand: false, order: byPid};

/** What the tree asks of a process. */
function task(pid: number, comm: string, children: readonly Process[] = [], fields: Partial<Process> = {}): Process {
	const process = {pid, comm: Untrusted.from(comm), children, state: 'alive', orphan: false, argv: {strings: [], addresses: [], overwritten: false}};
	return Object.defineProperties(process, Object.getOwnPropertyDescriptors(fields)) as unknown as Process;
}

const tree = [task(1, 'init', [task(2, 'web', [task(3, 'worker'), task(4, 'worker')]), task(5, 'cron')]), task(9, 'lost', [], {orphan: true, ppid: 77})];

function drawn(options: Partial<TreeOptions> = {}, roots: readonly Process[] = tree): string[] {
	return processRows(roots, {...all, ...options}, glyphs).map(row => `${row.lines}${row.process.pid}${row.isFolded ? '+' : ''}${row.matches ? '' : '-'}`);
}

test('children stand under their parents', t => {
	t.deepEqual(drawn(), ['1', '├ 2', '│ ├ 3', '│ └ 4', '└ 5', '9']);
});

test('what is folded hides its children', t => {
	t.deepEqual(drawn({folded: new Set([2])}), ['1', '├ 2+', '└ 5', '9']);
});

test('a filter keeps the way to what matches, and opens folds', t => {
	t.deepEqual(drawn({filter: 'WORK', folded: new Set([1])}), ['1-', '└ 2-', '  ├ 3', '  └ 4']);
	t.deepEqual(drawn({filter: '5'}), ['1-', '└ 5']);
	t.deepEqual(drawn({filter: 'orphan'}), ['9']);
	t.deepEqual(drawn({filter: 'orphan?'}, [...tree, task(10, 'cut', [], {orphan: true})]), ['10'], 'whether its parent is in the dump is not known');
	t.deepEqual(drawn({filter: 'nothing'}), []);
});

test('the command line is shown where there is one, the name otherwise', t => {
	const roots = [
		task(1, 'python3', [], {argv: {strings: [Untrusted.from('python3'), Untrusted.from('a b')], addresses: [], overwritten: false}}),
		task(2, 'zombie', [], {
			get argv(): never {
				throw new InputError('mm-2.img', 'missing');
			},
		}),
	];
	t.deepEqual(drawn({showsCommand: true, filter: 'a b'}, roots), ['1']);
	t.deepEqual(drawn({showsCommand: true, filter: 'zombie'}, roots), ['2']);
});

test('those with one parent are ordered by pid, name, threads or memory, and come back to pid', t => {
	const uses = (size: number | undefined, threads: number): Partial<Process> => ({hasMemory: size !== undefined, memory: {contentSize: size}, threadIds: Array.from({length: threads})} as unknown as Partial<Process>);
	const roots = [task(1, 'init', [task(2, 'c', [task(6, 'z')], uses(10, 2)), task(3, 'a', [], uses(300, 1)), task(4, 'b', [], uses(undefined, 9)), task(5, 'b', [], uses(20, 2))])];
	let order = byPid;
	const orders = Array.from({length: 5}, () => {
		const pids = [order, {...order, reversed: true}].map(wanted => drawn({order: wanted}, roots).map(row => /\d+/.exec(row)![0]).join(''));
		order = nextOrder(order);
		return pids;
	});
	t.deepEqual(orders, [['126345', '154326'], ['134526', '126453'], ['142653', '132654'], ['135264', '142653'], ['126345', '154326']]);
});

test('a chain of a hundred thousand processes is drawn like any other', t => {
	let chain = task(100_000, 'end');
	for (let pid = 99_999; pid > 0; pid--) {
		chain = task(pid, 'link', [chain]);
	}

	t.is(processRows([chain], {...all, folded: new Set([1000])}, glyphs).length, 1000);
	t.is(processRows([chain], {...all, filter: '99999'}, glyphs).length, 99_999);
});
