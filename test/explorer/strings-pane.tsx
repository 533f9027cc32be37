import test from 'ava';
import {panes} from '../../source/explorer/panes/index.js';
import {lookForStrings} from '../../source/views/strings.js';
import {fixture} from '../support/fixtures.js';
import {bytesOf} from '../support/memory.js';
import {naiveStrings} from '../support/naive-strings.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {draw, keys, recordServices, unframed} from '../support/screen.js';

const loop = await completeCheckpoint(fixture('podman-loop'));
const {Component: Strings} = panes.process.find(({id}) => id === 'strings')!;

const place = {isFocused: true, width: 100, height: 12, revision: 0, target: undefined, frame: unframed};

test('the strings of a process; Enter goes to one in memory', async t => {
	const services = recordServices();
	const pane = draw(<Strings {...place} checkpoint={loop} process={loop.process(1)} services={services}/>);
	await pane.until(lines => lines.some(line => line.includes('AWAVAUATUSH')));
	t.regex(pane.lines()[0]!, /^ *Address +Region +Text +Encoding/);
	await pane.press('v');
	t.is(services.shown[0]?.title, 'Strings');
	await pane.press(keys.enter);
	t.deepEqual(services.visited, [{tab: 'hex', address: 0x55_6f_dc_52_ff_a4n}]);
	pane.unmount();
});

test('the text is on a narrow screen too, whatever else there is to say', async t => {
	const checkpoint = await completeCheckpoint(fixture('px-hugeenv'));
	const pane = draw(<Strings {...place} width={51} checkpoint={checkpoint} process={checkpoint.process(1)} services={recordServices()}/>);
	await pane.until(lines => lines.some(line => line.includes('Address')));
	t.regex(pane.lines().find(line => line.includes('Address'))!, /^ *Address +Region +Text +›$/v);
	pane.unmount();
	checkpoint.close();
});

test('its rows are all strings of its memory, or as many as there is room for, which is said', async t => {
	const process = loop.process(1)!;
	const {memory} = process;
	const expected = [...memory.segments(0n, 1n << 64n)].flatMap(({start, length}) => {
		const bytes = bytesOf(memory, start, start + BigInt(length));
		return naiveStrings(bytes, {min: 6, encoding: 'both'}).map(([position, size]) => [start + BigInt(position), size]);
	});
	const answerOf = async (room?: number) => {
		const steps = lookForStrings(process, undefined, room);
		let step = await steps.next();
		for (; step.done !== true; step = await steps.next()) {
			// It goes on by itself.
		}

		const {rows, notes} = step.value;
		return {notes, found: Array.from({length: rows.length}, (_, index) => rows.at(index)).map(({found: {match}}) => [match.address, match.length])};
	};

	t.true(expected.length > 100);
	t.deepEqual(await answerOf(), {notes: [], found: expected});
	const few = await answerOf(3000);
	t.deepEqual(few.found, expected.slice(0, few.found.length));
	t.deepEqual(few.notes, [`These are the first ${few.found.length}; the command strings prints all.`]);
});
