import test from 'ava';
import {parseTime} from '../../source/checkpoint/rfc3339.js';

test('nine digits of a second, and a time zone', t => {
	t.is(parseTime('2026-11-21T02:08:32.749019852Z'), Date.UTC(2026, 10, 21, 2, 8, 32, 749));
	t.is(parseTime('2026-11-21T02:08:32Z'), Date.UTC(2026, 10, 21, 2, 8, 32));
	t.is(parseTime('2026-11-21T02:08:32.5Z'), Date.UTC(2026, 10, 21, 2, 8, 32, 500));
	t.is(parseTime('2026-11-21T02:08:32.0009+02:00'), Date.UTC(2026, 10, 21, 0, 8, 32));
});

test('a time that was never set is none', t => {
	t.is(parseTime('0001-01-01T00:00:00Z'), undefined);
});

test('anything else is not a time', t => {
	for (const text of ['', 'now', '2026-11-21', '2026-13-21T02:08:32Z', '2026-11-21T02:08:32', '1763690912']) {
		t.is(parseTime(text), NaN);
	}
});
