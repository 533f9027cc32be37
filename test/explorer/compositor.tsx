import {setTimeout as delay} from 'node:timers/promises';
import type {ReactNode} from 'react';
import test from 'ava';
import type {TitlePart} from '../../source/explorer/components/frame.js';
import {createTheme} from '../../source/explorer/theme.js';
import {TerminalModel} from '../support/terminal-model.js';

// As the launcher does before Ink is loaded.
process.env.FORCE_COLOR = '1';
const {Box, render, Text} = await import('ink');
const {PaintedRows, RowPainterProvider} = await import('../../source/explorer/row-painter.js');
const {Compositor} = await import('../../source/explorer/terminal/compositor.js');

const enter = '\x1b[?1049h';
const leave = '\x1b[?1049l';
const mark = (row: number) => `\x1b]8;;row:${row}\x07 \x1b]8;;\x07`;

function open(columns = 20, rows = 4) {
	const terminal = new TerminalModel(columns, rows);
	const compositor = new Compositor(terminal);
	compositor.write(enter);
	return {terminal, compositor};
}

type Rows = ReadonlyArray<readonly TitlePart[]>;

const plain = (...texts: string[]): (() => Rows) => () => texts.map(text => [{text}]);

/** A pane of rows beside other things, with something over it or not. */
function Screen({rows, lid}: {readonly rows: () => Rows; readonly lid?: string}) {
	return (
		<Box width={30} height={6} flexDirection='column'>
			<Text>日本 <Text inverse>title</Text></Text>
			<Box height={4}>
				<Box borderStyle='single' borderColor='cyan' width={8} height={4}><Text wrap='truncate'>é · left</Text></Box>
				<PaintedRows width={16} height={4} rows={rows}/>
				<Text bold>right</Text>
			</Box>
			<Text dimColor>foot</Text>
			{lid !== undefined && <Box position='absolute' top={2} left={0} width={30}><Text>{lid.padEnd(30)}</Text></Box>}
		</Box>
	);
}

async function drawn(node: (rows: () => Rows) => ReactNode, steps: Array<() => Rows>, isPainted: boolean): Promise<string[][]> {
	const terminal = new TerminalModel(30, 6);
	const compositor = new Compositor(terminal);
	const wrapped = (rows: () => Rows) => isPainted ? <RowPainterProvider value={compositor}>{node(rows)}</RowPainterProvider> : node(rows);
	const {rerender, unmount, waitUntilRenderFlush} = render(wrapped(steps[0]!), {stdout: (isPainted ? compositor : terminal) as unknown as NodeJS.WriteStream, alternateScreen: true, interactive: true, patchConsole: false});
	for (const rows of steps) {
		rerender(wrapped(rows));
		await waitUntilRenderFlush();
	}

	await delay(50);
	const cells = await terminal.cells();
	unmount();
	compositor.detach();
	return cells;
}

for (const [name, color] of [['with colours', true], ['without', false]] as const) {
	test(`painted rows look as Ink would draw them, ${name}`, async t => {
		const {styles} = createTheme({charset: 'unicode', color});
		const all: TitlePart[] = Object.values(styles).map((style, index) => ({text: String.fromCodePoint(0x61 + index), style}));
		const steps = [
			() => [all, [{text: '日本'}, {text: ' x', style: styles.match}], [], [{text: 'end'}]],
			() => [[...all].reverse(), [{text: '日曜'}], [{text: '··', style: styles.secondary}, {text: '│'}]],
		];
		const draw = (rows: () => Rows) => <Screen rows={rows}/>;
		t.deepEqual(await drawn(draw, steps, true), await drawn(draw, steps, false));
	});
}

test('a window that lies over rows hides them', async t => {
	const draw = (rows: () => Rows) => <Screen rows={rows} lid='window'/>;
	const steps = [plain('one', 'two', 'three', 'four')];
	t.deepEqual(await drawn(draw, steps, true), await drawn(draw, steps, false));
});

test('what lies over a part of a row is not written over', async t => {
	const {terminal, compositor} = open();
	compositor.write(`${mark(0)}      lid│`);
	compositor.paint({width: 10, rows: plain('0123456789')});
	await delay(0);
	t.deepEqual(await terminal.screen(), ['       lid│', '', '', '']);
	compositor.detach();
});

test('a frame is one write within a synchronized update, of what has changed', async t => {
	const {terminal, compositor} = open();
	compositor.write(`title\n│${mark(0)}   │\n│${mark(1)}   │\nfoot`);
	compositor.paint({width: 4, rows: plain('aaaa', 'bbbb')});
	await delay(0);
	t.deepEqual(await terminal.screen(), ['title', '│aaaa│', '│bbbb│', 'foot']);
	terminal.writes.length = 0;
	compositor.write('\x1b[?2026h');
	compositor.write(`\x1b[2K\x1b[1A\x1b[2K\x1b[1A\x1b[Gtitle\n│${mark(0)}   │\n│${mark(1)}   │\nfood`);
	compositor.write('\x1b[?2026l');
	compositor.paint({width: 4, rows: plain('aaaa', 'bbab')});
	await delay(0);
	t.deepEqual(terminal.writes, ['\x1b[?2026h\x1b[3;4Ha\x1b[0m\x1b[4;4H\x1b[Kd\x1b[0m\x1b[?2026l']);
	t.deepEqual(await terminal.screen(), ['title', '│aaaa│', '│bbab│', 'food']);
	compositor.detach();
});

test('rows are asked for once a frame, however often they change before it', async t => {
	const {terminal, compositor} = open();
	const asked: number[] = [];
	compositor.write(mark(0));
	for (const change of Array.from({length: 10}).keys()) {
		compositor.paint({width: 4, rows() {
			asked.push(change);
			return [[{text: String(change)}]];
		}});
	}

	await delay(0);
	t.deepEqual(asked, [9]);
	t.deepEqual(await terminal.screen(), ['9', '', '', '']);
	compositor.detach();
});

test('rows that change alone are drawn without a frame of Ink', async t => {
	const {terminal, compositor} = open();
	compositor.write(mark(0));
	compositor.paint({width: 4, rows: plain('old')});
	await delay(0);
	compositor.paint({width: 4, rows: plain('new')});
	let screen;
	do {
		await delay(10);
		screen = await terminal.screen();
	} while (screen[0] === 'old');

	t.deepEqual(screen, ['new', '', '', '']);
	compositor.detach();
});

test('off the alternate screen nothing but settings is written', async t => {
	const {terminal, compositor} = open();
	compositor.write('frame');
	compositor.write('\x1b[2K\x1b[G');
	compositor.write(`\x1b[?25h${leave}`);
	compositor.write('\x1b[?2004l');
	await delay(50);
	t.deepEqual(terminal.writes, [enter, `\x1b[?25h${leave}`, '\x1b[?2004l']);
	terminal.writes.length = 0;
	compositor.write(enter);
	compositor.write('frame');
	await delay(0);
	t.deepEqual(await terminal.screen(), ['frame', '', '', '']);
	compositor.detach();
});

test('after a change of size, and when Ink erases, everything is drawn anew', async t => {
	const {terminal, compositor} = open();
	let resized = 0;
	compositor.on('resize', () => {
		resized++;
	});
	for (const erase of [() => terminal.emit('resize'), () => compositor.write('\x1b[2K\x1b[1A\x1b[2K\x1b[G')]) {
		compositor.write('frame\nof two');
		await delay(0);
		terminal.write('\x1b[Hgarbage\r\ngarbage\r\ngarbage');
		erase();
		compositor.write('frame\nof two');
		await delay(0);
		t.deepEqual(await terminal.screen(), ['frame', 'of two', '', '']);
	}

	t.is(resized, 1);
	compositor.detach();
});

test('a frame that was made for a larger terminal leaves nothing behind', async t => {
	const {terminal, compositor} = open();
	const large = 'title of the screen!\nfirst row of them all\nsecond row\nfoot';
	compositor.write(large);
	await delay(0);
	terminal.resize(10, 3);
	compositor.write(large);
	await delay(0);
	compositor.write('title of t\nfirst row \nfoot');
	await delay(0);
	t.deepEqual(await terminal.screen(), ['title of t', 'first row', 'foot']);
	compositor.write('title of !\nfirst row \nfoot');
	await delay(0);
	t.deepEqual(await terminal.screen(), ['title of !', 'first row', 'foot']);
	compositor.detach();
});

test('a terminal that does not know its size is drawn on', async t => {
	const {terminal, compositor} = open();
	terminal.columns = 0;
	terminal.rows = 0;
	compositor.write('title\nrow');
	await delay(0);
	terminal.columns = 20;
	terminal.rows = 2;
	t.deepEqual(await terminal.screen(), ['title', 'row']);
	compositor.detach();
});
