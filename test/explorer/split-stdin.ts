import {PassThrough} from 'node:stream';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {splitStdin, type MouseReport} from '../../source/explorer/terminal/split-stdin.js';

/** A terminal that sends reads of bytes; `settled` gives what came out of the splitter, once no more does. */
function terminal() {
	const source = new PassThrough();
	const keys: string[] = [];
	const reports: MouseReport[] = [];
	const {stdin} = splitStdin(source, report => {
		reports.push(report);
	});
	stdin.on('readable', () => {
		for (let key = stdin.read() as string | null; key !== null; key = stdin.read() as string | null) {
			keys.push(key);
		}
	});
	return {
		reports,
		send(bytes: string | Uint8Array) {
			source.write(bytes);
		},
		async settled() {
			let count;
			do {
				count = keys.length;
				await delay(120);
			} while (keys.length > count);

			return keys;
		},
	};
}

test('keys that arrive in one read are single keys', async t => {
	const {send, settled} = terminal();
	send('jjj/foo\r');
	t.deepEqual(await settled(), ['j', 'j', 'j', '/', 'f', 'o', 'o', '\r']);
});

test('arrows that arrive in one read are single arrows', async t => {
	const {send, settled} = terminal();
	send('\x1b[B\x1b[B\x1bOA\x1b[5~\x1b[1;5C\x1b[[A');
	t.deepEqual(await settled(), ['\x1b[B', '\x1b[B', '\x1bOA', '\x1b[5~', '\x1b[1;5C', '\x1b[[A']);
});

test('a sequence that is cut by a read is one key', async t => {
	const {send, settled} = terminal();
	send('\x1b');
	send('[');
	send('1;5');
	send('Cx');
	t.deepEqual(await settled(), ['\x1b[1;5C', 'x']);
});

test('a character whose bytes arrive in two reads is one key', async t => {
	const {send, settled} = terminal();
	const bytes = Buffer.from('é日😀');
	send(bytes.subarray(0, 1));
	send(bytes.subarray(1, 4));
	send(bytes.subarray(4, 7));
	send(bytes.subarray(7));
	t.deepEqual(await settled(), ['é', '日', '😀']);
});

test('Escape alone is a key, and so is Escape before another key', async t => {
	const {send, settled} = terminal();
	send('\x1b');
	t.deepEqual(await settled(), ['\x1b[27u']);
	send('\x1bj\x1b\x1b[A');
	t.deepEqual(await settled(), ['\x1b[27u', '\x1b[27u', 'j', '\x1b[27u', '\x1b[A']);
});

test('a paste stays whole, line ends and escapes included', async t => {
	const {send, settled} = terminal();
	send('a\x1b[200~one\rtwo \x1b[A');
	send('three\x1b[201~b');
	t.deepEqual(await settled(), ['a', '\x1b[200~one\rtwo \x1b[Athree\x1b[201~', 'b']);
});

test('a paste whose end is lost does not swallow the keyboard', async t => {
	const {send, settled} = terminal();
	send('\x1b[200~lost');
	await delay(1100);
	send('q');
	t.deepEqual(await settled(), ['\x1b[200~lost\x1b[201~', 'q']);
});

test('a click is no key, and the wheel is three arrow keys', async t => {
	const {send, settled, reports} = terminal();
	send('a\x1b[<64;10;5M\x1b[<0;3;4M\x1b[<0;3;4mb');
	t.deepEqual(await settled(), ['a', '\x1b[A', '\x1b[A', '\x1b[A', 'b']);
	t.deepEqual(reports, [
		{button: 0, column: 3, row: 4, pressed: true},
		{button: 0, column: 3, row: 4, pressed: false},
	]);
});

test('a burst of ten thousand keys loses none', async t => {
	const {send, settled} = terminal();
	send('j'.repeat(10_000));
	for (let keys = await settled(); keys.length < 10_000; keys = await settled()) {
		t.true(keys.length > 0);
	}

	const keys = await settled();
	t.is(keys.length, 10_000);
});
