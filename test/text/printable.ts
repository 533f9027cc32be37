import fs from 'node:fs';
import test from 'ava';
import stringWidth from 'string-width';
import {setTerminalCharset} from '../../source/text/printable.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {expected, unpack} from '../support/fixtures.js';

type ProcText = string | {readonly b64: string};

const hostile = (): Untrusted[] => {
	const {processes} = expected('px-hugeenv', 'proc.json') as {processes: Array<{cmdline: ProcText[]; environ: ProcText[]}>};
	return processes.flatMap(({cmdline, environ}) => [...cmdline, ...environ]).map(text => typeof text === 'string' ? Untrusted.from(text) : new Untrusted(Buffer.from(text.b64, 'base64')));
};

const shown = (text: string | Uint8Array) => String(typeof text === 'string' ? Untrusted.from(text) : new Untrusted(text));

function readStart(file: string, length: number): Uint8Array {
	const target = new Uint8Array(length);
	const fd = fs.openSync(file, 'r');
	fs.readSync(fd, target);
	fs.closeSync(fd);
	return target;
}

test('printable ASCII is shown as it is', t => {
	t.is(shown('GET /exfil?token=abc HTTP/1.1 \\ ~'), 'GET /exfil?token=abc HTTP/1.1 \\ ~');
});

test('letters of every script are shown as they are', t => {
	t.is(shown('žluťoučký 日本語 ελληνικά'), 'žluťoučký 日本語 ελληνικά');
});

test('controls become their pictures', t => {
	t.is(shown('\u001B[31mevil\u001B[0m'), '␛[31mevil␛[0m');
	t.is(shown('tab\there\r\n\u0007\u007F\0'), 'tab␉here␍␊␇␡␀');
});

test('a control picture in the data is told from a control', t => {
	t.is(shown('␛[31m'), String.raw`\u{241b}[31m`);
});

test('C1 controls are escaped: they start sequences too', t => {
	t.is(shown('\u009B31m'), String.raw`\u{9b}31m`);
});

test('what reorders, joins or hides is escaped', t => {
	t.is(shown('a\u202Eb\u2066c\u200Bd\u00ADe\uFEFFf\u2028g\u3164h\uFE0Fi'), String.raw`a\u{202e}b\u{2066}c\u{200b}d\u{ad}e\u{feff}f\u{2028}g\u{3164}h\u{fe0f}i`);
});

test('private, unassigned and tag characters are escaped', t => {
	t.is(shown('\uE000\u{E0041}\u{FFFFE}'), String.raw`\u{e000}\u{e0041}\u{ffffe}`);
});

test('bytes that are not UTF-8 are shown one by one, and what follows is intact', t => {
	t.is(shown(Buffer.from([0xFF, 0xFE, 0x61])), String.raw`\xff\xfea`);
	// Overlong, a surrogate, beyond Unicode, cut short.
	t.is(shown(Buffer.from([0xC0, 0xAF])), String.raw`\xc0\xaf`);
	t.is(shown(Buffer.from([0xED, 0xA0, 0x80])), String.raw`\xed\xa0\x80`);
	t.is(shown(Buffer.from([0xF4, 0x90, 0x80, 0x80])), String.raw`\xf4\x90\x80\x80`);
	t.is(shown(Buffer.from([0xE6, 0x97])), String.raw`\xe6\x97`);
});

test('combining characters combine, but can\'t pile up or stand alone', t => {
	t.is(shown('e\u0301'), 'e\u0301');
	t.is(shown('\u0301'), String.raw`\u{301}`);
	t.is(shown(`e${'\u0301'.repeat(5)}`), `e${'\u0301'.repeat(3)}${String.raw`\u{301}\u{301}`}`);
	t.is(shown(Buffer.from([0xFF, 0xCC, 0x81])), String.raw`\xff\u{301}`);
});

test('a terminal without Unicode gets ASCII only', t => {
	setTerminalCharset('ascii');
	try {
		t.is(shown('\u001B[31mé日\t'), String.raw`\x1b[31m\u{e9}\u{65e5}\x09`);
	} finally {
		setTerminalCharset('unicode');
	}
});

test('no string of a hostile process reaches the terminal with a control, invisible or reordering character', t => {
	const texts = hostile();
	t.true(texts.some(text => text.toKey().includes('\u001B[2J')));
	for (const text of texts) {
		t.notRegex(String(text), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
		t.true(stringWidth(String(text)) >= String(text).length / 2);
	}
});

test('no page of a real process does either', t => {
	const folder = unpack('podman-zoo');
	t.notRegex(shown(readStart(`${folder}/checkpoint/pages-5.img`, 1_000_000)), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test('a template literal, a concatenation and a join go through the gate', t => {
	const value = Untrusted.from('\u001B]0;pwned\u0007');
	t.is(`${value}`, '␛]0;pwned␇');
	t.is([value, value].join(' '), '␛]0;pwned␇ ␛]0;pwned␇');
});

test('the bytes stay exact', t => {
	const bytes = Buffer.from([0x1B, 0xFF, 0x00, 0x61]);
	const value = new Untrusted(bytes);
	t.deepEqual(value.bytes, bytes);
	t.is(value.toKey(), '\u001B\u00FF\0a');
	t.true(value.equals(new Untrusted(Uint8Array.from(bytes))));
	t.false(value.equals('a'));
});
