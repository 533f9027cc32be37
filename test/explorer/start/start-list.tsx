import {setImmediate as turn} from 'node:timers/promises';
import test from 'ava';
import {InputError} from '../../../source/archive/byte-source.js';
import type {NodeCheckpoint} from '../../../source/checkpoint/node-checkpoints.js';
import {StartList} from '../../../source/explorer/start/start-list.js';
import type {Openable} from '../../../source/explorer/start/use-opening.js';
import {Untrusted} from '../../../source/text/untrusted.js';
import {listedCheckpoint} from '../../support/listed-checkpoint.js';
import {draw, keys} from '../../support/screen.js';

/** A checkpoint that is being opened for as long as the test likes. */
class Slow implements Openable {
	readonly #listeners = new Set<() => void>();
	readonly #ready = Promise.withResolvers<void>();
	#done = 0;
	readonly path: string;
	readonly archive: Openable['archive'];
	isClosed = false;

	constructor(path: string) {
		this.path = path;
		const progress = () => ({done: this.#done, total: 100, output: 0});
		this.archive = {
			get progress() {
				return progress();
			},
			onProgress: listener => {
				this.#listeners.add(listener);
				return () => {
					this.#listeners.delete(listener);
				};
			},
		};
	}

	read(percent: number): void {
		this.#done = percent;
		for (const listener of this.#listeners) {
			listener();
		}
	}

	become(outcome: 'ready' | InputError): void {
		if (outcome === 'ready') {
			this.#ready.resolve();
		} else {
			this.#ready.reject(outcome);
		}
	}

	async whenReady(): Promise<void> {
		await this.#ready.promise;
	}

	close(): void {
		this.isClosed = true;
	}
}

const byDay = (day: number) => Date.UTC(2026, 10, day);
const three = [listedCheckpoint('/srv/web.tar.zst', {mtime: byDay(3)}), listedCheckpoint('/srv/ledger.tar.zst', {mtime: byDay(2)}), listedCheckpoint('/srv/zoo.tar.zst', {mtime: byDay(1)})];
const numbered = (count: number) => Array.from({length: count}, (_, index) => listedCheckpoint(`/srv/n${String(index + 1).padStart(2, '0')}.tar`, {mtime: byDay(1)}));

function drawList(checkpoints: readonly NodeCheckpoint[]) {
	const begun: Slow[] = [];
	const opened: string[] = [];
	const left: number[] = [];
	const nothing = () => undefined;
	const terminal = {
		leave(code: number) {
			left.push(code);
		},
		fail: nothing, suspend: nothing, redraw: nothing, toggleMouse: () => false, onMouse: () => nothing, copy: nothing,
	};
	const open = async (path: string) => {
		const slow = new Slow(path);
		begun.push(slow);
		return slow;
	};

	const onOpened = ({path}: Slow) => {
		opened.push(path);
	};

	const screen = draw(<StartList checkpoints={checkpoints} terminal={terminal} open={open} onOpened={onOpened}/>);
	const selected = () => /^ > (?<name>\S+)/m.exec(screen.lines().join('\n'))?.groups?.name;
	return {
		...screen, begun, opened, left, selected,
		files: () => screen.lines().flatMap(line => /^(?: > | {3})(?<name>[^\s/]+\.tar\S*) /.exec(line)?.groups?.name ?? []),
		async untilSelected(name: string) {
			await screen.until(() => selected() === name);
		},
	};
}

test('the newest comes first, and where the selected one is stands below', async t => {
	const {press, files, selected, lines, unmount} = drawList([...three].reverse());
	await press();
	t.deepEqual(files(), ['web.tar.zst', 'ledger.tar.zst', 'zoo.tar.zst']);
	t.is(selected(), 'web.tar.zst');
	t.is(lines().at(-2), '   /srv/web.tar.zst');
	unmount();
});

test('what a checkpoint says of itself moves it to its place, and the cursor goes with it once it has been moved', async t => {
	const loaded = Promise.withResolvers<{readonly time: number; readonly container: Untrusted}>();
	const list = [three[0]!, {...three[1]!, load: async () => loaded.promise}, three[2]!];
	const {press, files, untilSelected, until, unmount} = drawList(list);
	await press(keys.down);
	await untilSelected('ledger.tar.zst');
	loaded.resolve({time: byDay(9), container: Untrusted.from('ledger')});
	await until(lines => lines.some(line => line.includes('2026-11-09')));
	t.deepEqual(files(), ['ledger.tar.zst', 'web.tar.zst', 'zoo.tar.zst']);
	await untilSelected('ledger.tar.zst');
	unmount();
});

test('what turns out to be no checkpoint goes to the end, with the reason', async t => {
	const load = async () => {
		throw new InputError('/srv/web.tar.zst', 'no checkpoint in it');
	};

	const {press, files, until, unmount, lines} = drawList([{...three[0]!, load}, ...three.slice(1)]);
	await until(([first]) => first!.includes('2 checkpoints on this node, and 1 that can\'t be opened'));
	t.deepEqual(files(), ['ledger.tar.zst', 'zoo.tar.zst', 'web.tar.zst']);
	await press('G');
	t.is(lines().at(-2), '   /srv/web.tar.zst: no checkpoint in it');
	unmount();
});

test('the list answers to the keys of every list', async t => {
	const {press, selected, lines, unmount} = drawList(numbered(60));
	await press(keys.pageDown);
	t.is(selected(), 'n20.tar');
	await press('j', keys.down, 'k');
	t.is(selected(), 'n21.tar');
	t.regex(lines()[0]!, / 21\/60$/);
	await press('G');
	t.is(selected(), 'n60.tar');
	await press(keys.down);
	t.is(selected(), 'n60.tar');
	await press(keys.pageUp);
	t.is(selected(), 'n41.tar');
	await press('g');
	t.is(selected(), 'n01.tar');
	await press(keys.end);
	t.is(selected(), 'n60.tar');
	await press(keys.home);
	t.is(selected(), 'n01.tar');
	unmount();
});

test('arrows and pages move, and Enter opens, while the filter is typed', async t => {
	const {press, selected, begun, unmount, lines} = drawList(numbered(60));
	await press('/', '5');
	t.regex(lines().join('\n'), /\/5 .* 15 of 60/);
	t.is(selected(), 'n05.tar');
	await press(keys.down, keys.down);
	t.is(selected(), 'n25.tar');
	await press(keys.pageDown);
	t.is(selected(), 'n59.tar');
	await press(keys.pageUp, keys.up, keys.down, keys.enter);
	t.deepEqual(begun.map(({path}) => path), ['/srv/n15.tar']);
	unmount();
});

test('the cursor stays on its row while a filter comes and goes', async t => {
	const {press, selected, unmount} = drawList(numbered(60));
	await press('j', 'j', '/', '3');
	t.is(selected(), 'n03.tar');
	await press('5');
	t.is(selected(), 'n35.tar');
	await press(keys.escape);
	t.is(selected(), 'n35.tar');
	await press('k');
	t.is(selected(), 'n34.tar');
	unmount();
});

test('a filter that leaves nothing leaves nothing to open', async t => {
	const {press, begun, lines, selected, unmount} = drawList(three);
	await press('/', 'q', 'q', keys.enter);
	t.true(lines().some(line => line.includes('none holds what you typed')));
	t.deepEqual(begun, []);
	await press(keys.escape);
	t.is(selected(), 'web.tar.zst');
	unmount();
});

test('while one is opened, the list says how far it is; when it is ready, it is handed over', async t => {
	const {press, begun, opened, until, lines, unmount} = drawList(three);
	await press(keys.enter);
	begun[0]!.read(42);
	await until(shown => shown.at(-1)!.includes('opening web.tar.zst, 42 % read'));
	t.regex(lines().at(-1)!, /Esc give up/);
	t.deepEqual(opened, []);
	begun[0]!.become('ready');
	await until(() => opened.length > 0);
	t.deepEqual(opened, ['/srv/web.tar.zst']);
	unmount();
	t.false(begun[0]!.isClosed);
});

test('Enter again does not begin again', async t => {
	const {press, begun, unmount} = drawList(three);
	await press(keys.enter, keys.enter);
	t.is(begun.length, 1);
	unmount();
	t.true(begun[0]!.isClosed);
});

test('Escape gives up what is being opened, and only that', async t => {
	const {press, begun, opened, lines, selected, unmount} = drawList(three);
	await press('/', 'z', 'o', keys.enter, keys.escape);
	t.true(begun[0]!.isClosed);
	t.false(lines().join('\n').includes('opening'));
	t.is(selected(), 'zoo.tar.zst');
	t.true(lines().some(line => line.startsWith(' /zo ')));
	begun[0]!.become('ready');
	await turn();
	t.deepEqual(opened, []);
	await press(keys.escape, keys.enter);
	t.deepEqual(begun.map(({path, isClosed}) => [path, isClosed]), [['/srv/zoo.tar.zst', true], ['/srv/zoo.tar.zst', false]]);
	unmount();
});

for (const order of [[0, 1], [1, 0]] as const) {
	test(`of two that are being opened the one chosen last counts, though the ${order[0] === 0 ? 'first' : 'last'} is ready before`, async t => {
		const {press, begun, opened, lines, until, unmount} = drawList(three);
		await press(keys.enter, keys.down, keys.enter);
		t.deepEqual(begun.map(({path, isClosed}) => [path, isClosed]), [['/srv/web.tar.zst', true], ['/srv/ledger.tar.zst', false]]);
		t.regex(lines().at(-1)!, /opening ledger\.tar\.zst/);
		begun[order[0]]!.become('ready');
		await turn();
		begun[order[1]]!.become('ready');
		await until(() => opened.length > 0);
		t.deepEqual(opened, ['/srv/ledger.tar.zst']);
		t.false(begun[1]!.isClosed);
		unmount();
	});
}

test('what can\'t be opened is told, closed, and the list stays', async t => {
	const {press, begun, opened, until, lines, unmount} = drawList(three);
	await press(keys.enter);
	begun[0]!.become(new InputError('/srv/web.tar.zst', 'damaged data', 7));
	await until(shown => shown.at(-1)!.includes('/srv/web.tar.zst: damaged data (at byte 7)'));
	t.true(begun[0]!.isClosed);
	await press(keys.down, keys.enter);
	t.regex(lines().at(-1)!, /opening ledger/);
	begun[1]!.become('ready');
	await until(() => opened.length > 0);
	t.deepEqual(opened, ['/srv/ledger.tar.zst']);
	unmount();
});

test('that one can\'t be opened which was given up for another is not told', async t => {
	const {press, begun, lines, unmount} = drawList(three);
	await press(keys.enter, keys.down, keys.enter);
	begun[0]!.become(new InputError('/srv/web.tar.zst', 'damaged data'));
	await press();
	t.regex(lines().at(-1)!, /opening ledger\.tar\.zst/);
	unmount();
});

test('q and Ctrl-C leave', async t => {
	const {press, left, unmount} = drawList(three);
	await press('/', 'q', '\u0003', keys.escape, 'q');
	t.deepEqual(left, [130, 0]);
	unmount();
});
