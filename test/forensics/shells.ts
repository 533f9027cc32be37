import test from 'ava';
import {MadeHeap} from '../support/made-heap.js';
import {recovered, shortly} from '../support/recovered.js';
import {shellMemory} from '../support/shell-memory.js';

const typed = {
	// Its HISTSIZE was 6, and `history -d 1` removed `echo one`.
	bash: [
		'1 echo PLANT-TYPED-SECRET @1795659015',
		'2 history -d 1 @1795659015',
		'3 for i in 1 2; do echo $i; done @1795659016',
		'4 echo two; echo three @1795659017',
		'5 # a comment @1795659017',
		'6 printf "ä\\n" @1795659018',
	],
	// Its HISTSIZE was 5.
	zsh: [
		'1 echo one @1795659020',
		'2 echo PLANT-TYPED-SECRET @1795659020',
		'3 for i in 1 2; do␊echo $i␊done @1795659021',
		'4 echo two @1795659022',
		'5 printf "ä\\n" @1795659022',
	],
	ash: [
		'1 echo one',
		'2 echo PLANT-TYPED-SECRET',
		'3 for i in 1 2; do',
		'4 echo $i',
		'5 done',
		'6 cat /nowhere',
	],
	python: [
		'1 import os @1795659100',
		'2 secret = "PLANT-TYPED-SECRET" @1795659100',
		'3 for i in range(2): @1795659101',
		'4     print(i) @1795659101',
		'5 os.getpid() @1795659102',
	],
};

for (const [shell, lines] of Object.entries(typed)) {
	test(`${shell}, as it ran: what was typed, in order`, async t => {
		const history = await recovered(shellMemory(shell));
		t.deepEqual(shortly(history), lines);
		t.true(history.entries.every(({keeper}) => keeper === (shell === 'python' ? 'readline' : shell)));
	});
}

/** Entries of zsh in a ring, each with its text and its time; their addresses. */
function ring(heap: MadeHeap, lines: ReadonlyArray<readonly [text: string | Uint8Array, time: bigint]>): bigint[] {
	const addresses = lines.map(() => heap.reserve(88));
	for (const [index, [text, time]] of lines.entries()) {
		const address = addresses[index]!;
		heap.set(address + 8n, heap.string(text));
		heap.set(address + 24n, addresses.at(index - 1)!);
		heap.set(address + 32n, addresses[(index + 1) % addresses.length]!);
		heap.set(address + 48n, time);
		heap.set(address + 56n, time);
		heap.set(address + 80n, BigInt(index + 1));
	}

	return addresses;
}

const third = [['first', 1_700_000_000n], ['from a file without times', 0n], ['third', 1_600_000_000n]] as const;

for (const order of ['little', 'big'] as const) {
	test(`zsh, ${order}-endian: the ring in its order; an entry need not have a time`, async t => {
		const heap = new MadeHeap({wordSize: 8, order});
		ring(heap, third);
		t.deepEqual(shortly(await recovered(heap.process())), ['1 first @1700000000', '2 from a file without times', '3 third @1600000000']);
	});
}

test('zsh: a ring that is broken is a guess', async t => {
	const heap = new MadeHeap();
	const [first] = ring(heap, third);
	heap.set(first! + 24n, 0n);
	t.deepEqual(shortly(await recovered(heap.process())), ['1 first @1700000000 (loose list)', '2 from a file without times (loose list)', '3 third @1600000000 (loose list)']);
});

test('zsh: bytes that mean something to it are as they were typed', async t => {
	const heap = new MadeHeap();
	ring(heap, [[Buffer.concat([Buffer.from('echo '), Buffer.from([0xC3, 0x83, 0x83 ^ 32, 0x20, 0x61])]), 1_700_000_000n]]);
	const {entries} = await recovered(heap.process());
	t.is(String(entries[0]?.command), 'echo \u00C3 a');
});

test('zsh: the head of another kind of list is no history', async t => {
	const heap = new MadeHeap();
	const [head] = ring(heap, [['text', 1_700_000_000n]]);
	heap.set(head! + 8n, 0xdead_0000n);
	t.deepEqual(shortly(await recovered(heap.process())), []);
});

test('lines of a history file of zsh in memory are guesses', async t => {
	const heap = new MadeHeap();
	heap.string(': 1600000000:3;sleep 3\n: 1600000005:0;echo \\\\\\\nmore\n: 1600000009:;none\n: 160000000:0;none\n: 1600000010:0;last');
	t.deepEqual(shortly(await recovered(heap.process())), ['- sleep 3 @1600000000 (text)', '- echo \\\\␊more @1600000005 (text)', '- last @1600000010 (text)']);
});

type Input = {readonly wordSize?: 4 | 8; readonly timeout?: bigint; readonly count?: bigint; readonly hasNames?: boolean; readonly hasFile?: boolean};

/** The line input of BusyBox's shell with these commands. */
function input(heap: MadeHeap, lines: readonly string[], {wordSize = 8, timeout = 0xFFFF_FFFFn, count = BigInt(lines.length), hasNames = true, hasFile = true}: Input = {}): void {
	const word = BigInt(wordSize);
	const texts = lines.map(line => heap.string(line));
	const address = heap.reserve(400);
	heap.set(address, 0x17n, 4);
	heap.set(address + 4n, timeout, 4);
	heap.set(address + 8n, texts[0]!);
	let at = address + 8n + (hasNames ? 2n : 1n) * word;
	for (const number of [count, count, 32n, ...hasFile ? [0n] : []]) {
		heap.set(at, number, 4);
		at += 4n;
	}

	at += (word - at % word) % word + (hasFile ? word : 0n);
	for (const [index, text] of texts.entries()) {
		heap.set(at + BigInt(index) * word, text);
	}
}

for (const wordSize of [8, 4] as const) {
	for (const options of [{hasFile: true}, {hasFile: false}, {hasNames: false}, {hasFile: false, hasNames: false}]) {
		test(`BusyBox's shell, ${wordSize * 8}-bit, built ${JSON.stringify(options)}`, async t => {
			const heap = new MadeHeap({wordSize, order: 'little'});
			input(heap, ['first', 'second', 'third'], {wordSize, ...options});
			t.deepEqual(shortly(await recovered(heap.process())), ['1 first', '2 second', '3 third']);
		});
	}
}

test('what only begins like the line input of BusyBox is no history', async t => {
	for (const options of [{count: 2n}, {count: 4n}, {count: 100n}, {timeout: 5n}]) {
		const heap = new MadeHeap();
		input(heap, ['first', 'second', 'third'], options);
		t.deepEqual(shortly(await recovered(heap.process())), []);
	}

	const heap = new MadeHeap();
	input(heap, ['first', '\u0001\u0002']);
	t.deepEqual(shortly(await recovered(heap.process())), []);
});
