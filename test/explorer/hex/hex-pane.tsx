/**
The hex pane on real memory, driven by keys as they come from a terminal.
*/
import {PassThrough} from 'node:stream';
import {setImmediate, setTimeout} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {render} from 'ink-testing-library';
import type {Archive} from '../../../source/archive/archive.js';
import type {Checkpoint} from '../../../source/checkpoint/checkpoint.js';
import type {Process} from '../../../source/checkpoint/process.js';
import {openProcessTable} from '../../../source/checkpoint/process-table.js';
import {HexPane} from '../../../source/explorer/hex/hex-pane.js';
import {ActionRouter} from '../../../source/explorer/input/action-router.js';
import {RouterProvider, useRouterInput} from '../../../source/explorer/input/use-actions.js';
import type {PaneProps, Services} from '../../../source/explorer/pane.js';
import {splitStdin} from '../../../source/explorer/terminal/split-stdin.js';
import {bytesOf, find, fixtureImages, processesOf} from '../../support/memory.js';

function Root(props: PaneProps & {readonly router: ActionRouter}) {
	useRouterInput(props.router);
	return <RouterProvider value={props.router}><HexPane {...props}/></RouterProvider>;
}

type Pane = {
	press(keys: string): Promise<void>;
	screen(): string[];
	/** Waits until the screen shows this. */
	shows(text: RegExp): Promise<void>;
	readonly said: string[];
	readonly copied: string[];
};

const complete: Partial<Archive> = {complete: true, progress: {done: 1, total: 1, output: 1}};

function open(t: ExecutionContext, process: Process | undefined, archive = complete, {width = 96, height = 20} = {}): Pane & {arrive(more: Partial<Archive>): void} {
	const said: string[] = [];
	const copied: string[] = [];
	const router = new ActionRouter();
	let props: PaneProps;
	let noted = 0n;
	const services: Services = {
		say(message) {
			said.push(message);
		},
		visit({address}) {
			if (address === undefined) {
				return;
			}

			props = {...props, target: {address}};
			app.rerender(<Root {...props} router={router}/>);
		},
		noteAddress(address) {
			noted = address;
		},
		noteRow() {
			t.fail();
		},
		ask() {
			t.fail();
		},
		showDetail() {
			t.fail();
		},
		offer() {
			t.fail();
		},
		copy(text) {
			copied.push(text);
		},
		leave() {
			said.push(`left at ${noted.toString(16)}`);
		},
		holdLeaving() {
			return t.fail();
		},
		rootFolder: undefined,
		memory: new Map(),
	};
	props = {checkpoint: {archive} as unknown as Checkpoint, process, isFocused: true, width, height, revision: 0, target: undefined, services};
	const app = render(<Root {...props} router={router}/>);
	const terminal = new PassThrough();
	const {stdin, detach} = splitStdin(terminal, () => undefined);
	stdin.on('data', (key: string | Uint8Array) => {
		app.stdin.write(key.toString());
	});
	t.teardown(() => {
		detach();
		app.unmount();
	});
	const screen = () => (app.lastFrame() ?? '').split('\n');
	return {
		screen, said, copied,
		arrive(more) {
			props = {...props, checkpoint: {archive: more} as unknown as Checkpoint, revision: props.revision + 1};
			app.rerender(<Root {...props} router={router}/>);
		},
		async press(keys) {
			terminal.write(keys);
			for (let turn = 0; turn < keys.length * 4 + 8; turn++) {
				await setImmediate();
			}

			await setTimeout(60);
		},
		async shows(text) {
			for (let tries = 0; tries < 400 && !text.test(screen().join('\n')); tries++) {
				await setTimeout(25);
			}

			t.regex(screen().join('\n'), text);
		},
	};
}

const zoo = async () => openProcessTable(await fixtureImages('podman-zoo')).process(1)!;
const cursorOf = (pane: Pane) => BigInt(`0x${/^[\da-f]+/.exec(pane.screen()[0]!)![0]}`);

test('keys that arrive in one read all count', async t => {
	const process = await zoo();
	const {memory} = process;
	const pane = open(t, process);
	const {start} = memory.vmas.at(1);
	await pane.press(`g${start.toString(16)}\r`);
	t.is(cursorOf(pane), start);
	await pane.press('}}}{');
	t.is(cursorOf(pane), memory.vmas.at(3).start);
});

test('the title says where the cursor is and what the dump has there', async t => {
	const process = await zoo();
	const pane = open(t, process);
	await pane.press('gheap\r');
	t.regex(pane.screen()[0]!, /^[\da-f]+ {2}\[heap\] · rw-p · \d+ % through · in the dump · \+0/);
	await pane.press('gvsyscall\r');
	t.regex(pane.screen()[0]!, /^ffffffffff600000 {2}\[vsyscall\] .* of a kind never dumped/);
});

test('beside the inspector the text of a row has both its bars', async t => {
	const process = await zoo();
	const address = find(process.memory, 'CROSS-PAGE-BOUNDARY-MARK')[0]!;
	const besides: Array<readonly [width: number, rows: readonly string[]]> = [];
	for (let width = 112; width <= 128; width++) {
		const pane = open(t, process, complete, {width, height: 40});
		await pane.press(`g${address.toString(16)}\r`);
		const rows = pane.screen().filter(line => /^[\da-f]{12,16} +(?:[\da-f]{2} +){8}/.test(line));
		t.true(rows.length > 0);
		if (pane.screen().every(line => !line.startsWith(' At the cursor'))) {
			besides.push([width, rows]);
		}
	}

	t.true(besides.length > 0);
	t.deepEqual(besides.filter(([, rows]) => rows.some(line => !/│.{16}│/.test(line))), []);
});

test('a register leads where the main thread\'s points, or another one\'s', async t => {
	const process = await zoo();
	const pane = open(t, process);
	await pane.press('grsp\r');
	t.is(cursorOf(pane), process.threads.find(thread => thread.leader)!.stackPointer!);
	t.regex(pane.said.at(-1)!, /, rsp of the main thread$/);
	const {tid, stackPointer} = process.threads.at(-1)!;
	await pane.press(`gsp ${tid}\r`);
	t.is(cursorOf(pane), stackPointer!);
	t.regex(pane.said.at(-1)!, new RegExp(`, rsp of thread ${tid}$`));
});

test('a place that does not exist is said to be so, while one types', async t => {
	const pane = open(t, await zoo());
	await pane.press('gnosuchplace');
	t.regex(pane.screen().at(-1)!, /go to nosuchplace.*no address, register or region is called nosuchplace/);
	await pane.press('\u001B');
	t.notRegex(pane.screen().join('\n'), /nosuchplace/);
});

test('a UTF-16 secret is found as UTF-16, and Enter keeps the match', async t => {
	const process = await zoo();
	const {memory} = process;
	const pane = open(t, process);
	await pane.press('/Utf16Secret');
	await pane.press('\t\t');
	await pane.shows(/UTF-16 · 1 of \d+ match/);
	await pane.press('\r');
	const bytes = new Uint8Array(22);
	memory.read(cursorOf(pane), bytes);
	t.is(Buffer.from(bytes).toString('utf16le'), 'Utf16Secret');
	t.regex(pane.screen().join('\n'), /55 00 74 00 {2}66 00 31 00/);
});

test('a marker that lies across a page boundary is found where it begins', async t => {
	const process = await zoo();
	const {memory} = process;
	const pane = open(t, process);
	await pane.press('/CROSS-PAGE-BOUNDARY-MARK\r');
	await pane.shows(/1 of \d+ match/);
	t.true(find(memory, 'CROSS-PAGE-BOUNDARY-MARK').includes(cursorOf(pane)));
});

test('n and N go through the matches in address order and wrap with a notice', async t => {
	const process = await zoo();
	const {memory} = process;
	const all = find(memory, '/lab/zoo.py');
	t.true(all.length > 2);
	const pane = open(t, process);
	await pane.press('//lab/zoo.py\r');
	await pane.shows(new RegExp(`1 of ${all.length} matches$`, 'm'));
	const seen = [cursorOf(pane)];
	for (let index = 1; index < all.length; index++) {
		await pane.press('n');
		seen.push(cursorOf(pane));
	}

	t.deepEqual(seen, all);
	await pane.press('n');
	t.is(cursorOf(pane), all[0]!);
	t.is(pane.said.at(-1), 'wrapped to the first match');
	await pane.press('N');
	t.is(cursorOf(pane), all.at(-1)!);
	t.is(pane.said.at(-1), 'wrapped to the last match');
});

test('n right behind Enter counts from the match that Enter kept', async t => {
	const process = await zoo();
	const all = find(process.memory, '/lab/zoo.py');
	const pane = open(t, process);
	await pane.press('//lab/zoo.py');
	await pane.shows(/1 of/);
	await pane.press('\rnnn');
	await pane.shows(/4 of/);
	t.is(cursorOf(pane), all[3]!);
});

test('N leads to the match before, also where there are more matches than are listed', async t => {
	const process = await zoo();
	const {memory} = process;
	const zeroBefore = (address: bigint) => {
		for (const {start, length} of [...memory.segments(0n, address)].reverse()) {
			const index = bytesOf(memory, start, start + BigInt(length)).lastIndexOf(0);
			if (index !== -1) {
				return start + BigInt(index);
			}
		}

		return undefined;
	};

	const pane = open(t, process);
	await pane.press('gheap\r');
	await pane.press('/\t\t\t\t00\r');
	await pane.shows(/bytes · 100,000\+ matches/);
	const first = cursorOf(pane);
	await pane.press('N');
	await pane.shows(/bytes · 100,000\+ matches/);
	t.is(cursorOf(pane), zeroBefore(first)!);
	await pane.press('N');
	t.is(cursorOf(pane), zeroBefore(zeroBefore(first)!)!);
	await pane.press('nn');
	await pane.shows(new RegExp(`^${first.toString(16)} `, 'm'));
	t.is(cursorOf(pane), first);
	t.false(pane.said.some(said => said.includes('wrapped')));
});

test('Escape ends the search and returns to where it began', async t => {
	const process = await zoo();
	const pane = open(t, process);
	await pane.press('gheap\r');
	await pane.press('jj');
	const origin = cursorOf(pane);
	await pane.press('//lab/zoo.py');
	await pane.shows(/of \d+ match/);
	t.not(cursorOf(pane), origin);
	await pane.press('\u001B');
	await setTimeout(60);
	t.is(cursorOf(pane), origin);
	t.notRegex(pane.screen().join('\n'), /zoo\.py.*match/);
});

test('what is not there is said not to be there, and the cursor stays', async t => {
	const pane = open(t, await zoo());
	const origin = cursorOf(pane);
	await pane.press('/no such bytes anywhere');
	await pane.shows(/text · no match in [\d.]+ MiB$/m);
	t.is(cursorOf(pane), origin);
});

test('what was not found says in which form it was looked for, however little room there is', async t => {
	const pane = open(t, await zoo(), complete, {width: 50});
	await pane.press('/SECRET_KEY AKIAIOSFODNN7EXAMPLE 0123456789');
	await pane.press('\t\t\r');
	await pane.shows(/UTF-16 · no match *$/m);
});

test('half a byte pattern is not searched for; Enter says what is wrong with it', async t => {
	const pane = open(t, await zoo());
	await pane.press('/');
	await pane.press('\t'.repeat(4));
	await pane.press('2f 6');
	t.regex(pane.screen().at(-1)!, /bytes · Half a byte/);
	await pane.press('\r');
	t.regex(pane.said.at(-1)!, /Half a byte/);
	await pane.press('c 61 62\r');
	await pane.shows(/1 of \d+ match/);
});

test('a search in this region finds nothing outside it', async t => {
	const process = await zoo();
	const {memory} = process;
	const outside = find(memory, 'CROSS-PAGE-BOUNDARY-MARK')[0]!;
	const pane = open(t, process);
	t.not(memory.vmas.find(outside), 0);
	await pane.press('/CROSS-PAGE-BOUNDARY-MARK\u0012');
	await pane.shows(/in this region · no bytes to search$/m);
});

test('the selected bytes are copied as hexadecimal or as text', async t => {
	const process = await zoo();
	const pane = open(t, process);
	await pane.press('//lab/zoo.py\r');
	await pane.shows(/1 of/);
	await pane.press('vlllll');
	await pane.press('y');
	t.is(pane.copied.at(-1), '2f 6c 61 62 2f 7a');
	await pane.press('ty');
	t.is(pane.copied.at(-1), '/lab/z');
	await pane.press('\u001B');
});

test('what a lazy dump left behind is marked, and no zero is shown for it', async t => {
	const images = await fixtureImages('raw-lazy');
	const process = openProcessTable(images).process(processesOf(images)[0]!)!;
	const {memory} = process;
	const lazy = [...memory.runs(0n, 2n ** 64n)].find(run => run.presence === 'lazy')!;
	const pane = open(t, process);
	await pane.press(`g${lazy.start.toString(16)}\r`);
	t.regex(pane.screen()[0]!, /lazy: left on the source host/);
	t.regex(pane.screen().slice(1).find(row => row.includes(lazy.start.toString(16)))!, /·· ·· .*left on the source host/);
});

test('a search says how much of the memory is not here to be searched', async t => {
	const images = await fixtureImages('raw-lazy');
	const process = openProcessTable(images).process(processesOf(images)[0]!)!;
	const {memory} = process;
	const lazy = [...memory.runs(0n, 2n ** 64n)].reduce((sum, {start, end, presence}) => presence === 'lazy' ? sum + end - start : sum, 0n);
	t.true(lazy > 1_000_000n);
	const pane = open(t, process);
	await pane.press('/no such bytes anywhere\r');
	await pane.shows(/no match in [\d,.]+ \w+ · /);
	t.regex(pane.screen().at(-1)!, new RegExp(` · ${(Number(lazy) / 1024 / 1024).toFixed(1)} MiB are not here$`));
});

test('a dead process is said to be dead', async t => {
	t.regex(open(t, openProcessTable(await fixtureImages('podman-zoo')).process(5)).screen().join('\n'), /process 5 was dead/);
});

test('the title counts the selected bytes; of more than can be copied, the rest is said to be left out', async t => {
	const process = await zoo();
	const pane = open(t, process);
	await pane.press('gheap\r');
	await pane.press('vlll');
	t.regex(pane.screen()[0]!, / 4 selected · /);
	await pane.press('g+0x10000\r');
	await pane.press('y');
	t.is(pane.copied.at(-1)!.split(' ').length, 32_768);
	t.is(pane.said.at(-1), 'only the first 32,768 of 65,540 bytes were copied');
});

test('Enter where there are no bytes says why there are none', async t => {
	const pane = open(t, await zoo());
	await pane.press('gvsyscall\r');
	await pane.press('\r');
	t.is(pane.said.at(-1), 'there are no bytes here: of a kind never dumped');
});

test('shared memory without a file is called so, not by the name that the kernel gave it', async t => {
	const process = await zoo();
	const pane = open(t, process);
	await pane.press(`g${find(process.memory, 'shared anonymous mapping marker')[0]!.toString(16)}\r`);
	t.regex(pane.screen()[0]!, / {2}shared anonymous · rw-s/);
});

test('n and N repeat the last search from the cursor, and do not stay on the match it is on', async t => {
	const process = await zoo();
	const all = find(process.memory, '/lab/zoo.py');
	const pane = open(t, process);
	await pane.press('//lab/zoo.py\r');
	await pane.shows(/1 of/);
	await pane.press('\u001B');
	await setTimeout(60);
	t.is(cursorOf(pane), all[0]!);
	await pane.press('n');
	await pane.shows(/2 of \d+ matches/);
	t.is(cursorOf(pane), all[1]!);
	await pane.press('\u001B');
	await setTimeout(60);
	await pane.press('N');
	await pane.shows(/1 of \d+ matches/);
	t.is(cursorOf(pane), all[0]!);
});

test('Escape shows just what was on screen when the search began', async t => {
	const pane = open(t, await zoo());
	await pane.press('gheap\r');
	await pane.press('jjjjjjj');
	const before = pane.screen();
	await pane.press('//lab/zoo.py');
	await pane.shows(/of \d+ match/);
	await pane.press('\u001B');
	await setTimeout(60);
	t.deepEqual(pane.screen(), before);
});

test('Up takes what was searched for before, Down what was being typed', async t => {
	const pane = open(t, await zoo());
	await pane.press('/CROSS-PAGE\r');
	await pane.press('/PATH=\r');
	await pane.press('/dra');
	await pane.press('\u001B[A');
	t.regex(pane.screen().at(-1)!, /^\/PATH= /);
	await pane.press('\u001B[A');
	t.regex(pane.screen().at(-1)!, /^\/CROSS-PAGE /);
	await pane.press('\u001B[A');
	t.regex(pane.screen().at(-1)!, /^\/CROSS-PAGE /);
	await pane.press('\u001B[B\u001B[B');
	t.regex(pane.screen().at(-1)!, /^\/dra /);
});

test('while the archive arrives the search says so, and goes on by itself when all is there', async t => {
	const pane = open(t, await zoo(), {complete: false, progress: {done: 3, total: 10, output: 3}});
	await pane.press('/no such bytes anywhere');
	await pane.shows(/no match yet · 30 % of the archive is here/);
	pane.arrive(complete);
	await pane.shows(/text · no match in [\d.]+ MiB$/m);
});

test('without a process the pane says whether one may still come', t => {
	const pane = open(t, undefined, {complete: false, progress: {done: 3, total: 10, output: 3}});
	t.regex(pane.screen()[0]!, /^The archive is being decompressed: what this pane shows has not arrived yet\./);
	t.regex(pane.screen()[1]!, / 30 %$/);
	pane.arrive(complete);
	t.is(pane.screen()[0], 'no process is selected');
});
