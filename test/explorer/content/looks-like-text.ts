import test from 'ava';
import {looksLikeText, sampleSize} from '../../../source/explorer/content/looks-like-text.js';

const utf8 = (text: string) => Buffer.from(text);

test('text is text in any language, with colours and line ends of any kind', t => {
	for (const text of ['root:x:0:0:root:/root:/bin/bash\n', 'Grüße, 日本語\r\n', '\u001B[31mred\u001B[0m\tand plain\n', 'x']) {
		t.true(looksLikeText(utf8(text)), text);
	}
});

test('a character that the sample cuts is no damage', t => {
	const bytes = utf8('日'.repeat(sampleSize)).subarray(0, sampleSize);
	t.not(bytes.length % 3, 0);
	t.true(looksLikeText(bytes));
});

test('zeros, numbers and other encodings are not text, and neither is nothing', t => {
	for (const bytes of [Buffer.alloc(16), utf8('a\0b'), Buffer.from('text', 'utf16le'), Uint8Array.of(1, 2, 3, 4), Buffer.from('Grüße aus München', 'latin1'), new Uint8Array(0)]) {
		t.false(looksLikeText(bytes));
	}
});
