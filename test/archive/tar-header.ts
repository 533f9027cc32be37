import test from 'ava';
import {tarNumber} from '../../source/archive/tar-header.js';

function written(text: string): number | undefined {
	return tarNumber(Buffer.from(text, 'latin1'));
}

test('a number is octal, with blanks or NULs around it; an empty field is 0', t => {
	t.is(written('0000644\0'), 0o644);
	t.is(written('  644 \0 '), 0o644);
	t.is(written('\u{0}\u{0}17\u{0}\u{0}'), 0o17);
	t.is(written('77777777777\0'), 0o77_777_777_777);
	t.is(written('777777777777'), 0o777_777_777_777);
	t.is(written('\0\0\0\0\0\0\0\0'), 0);
	t.is(written(' '.repeat(8)), 0);
	t.is(written('644 garbage'), 0o644);
	t.is(written('\t644\n\0'), 0o644);
});

test('what is no octal number is none', t => {
	t.is(written('0000648\0'), undefined);
	t.is(written('-000644\0'), undefined);
	t.is(written('644x'), undefined);
	t.is(written('x'), undefined);
	t.is(written('7'.repeat(18)), undefined);
	t.is(written('7'.repeat(17)), 2 ** 51 - 1);
});

test('a number with the top bit set is in base 256, and may be negative', t => {
	t.is(tarNumber(Uint8Array.of(0x80, 0, 0, 0, 0, 0, 1, 2)), 0x1_02);
	t.is(tarNumber(Uint8Array.of(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)), -1);
});
