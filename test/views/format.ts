import test from 'ava';
import {setTerminalCharset} from '../../source/text/printable.js';
import {sizeText} from '../../source/views/absence.js';
import {formatBytes, formatCount, formatDuration, formatExactBytes, formatTime} from '../../source/views/format.js';

test('durations are exact, and keep the zeros that are not of a fraction', t => {
	t.deepEqual([0, 1, 605, 999, 1000, 2130, 10_000, 100_000, 101_335, 150_306, 1_000_000, 1_500_000, 10_000_000, 20_000_000, 100_000_001, 4_294_967_295].map(value => formatDuration(value)), [
		'0 µs', '1 µs', '605 µs', '999 µs', '1 ms', '2.13 ms', '10 ms', '100 ms', '101.335 ms', '150.306 ms', '1 s', '1.5 s', '10 s', '20 s', '100.000001 s', '4294.967295 s',
	]);
	t.is(formatDuration(4_847_990_000n), '4847.99 s');
});

test.serial('a terminal without Unicode gets no µ', t => {
	setTerminalCharset('ascii');
	t.is(formatDuration(605), '605 us');
	setTerminalCharset('unicode');
});

test('sizes have one decimal, in powers of 1024', t => {
	t.deepEqual([0, 524, 1023, 1024, 8704, 516_096, 580_242, 1_048_524, 1_048_576, 30_077_576, 2 ** 30, 2 ** 53 - 1].map(size => formatBytes(size)), [
		'0 B', '524 B', '1023 B', '1.0 KiB', '8.5 KiB', '504.0 KiB', '566.6 KiB', '1023.9 KiB', '1.0 MiB', '28.7 MiB', '1.0 GiB', '8.0 PiB',
	]);
	t.is(formatBytes(1_048_575), '1.0 MiB', 'never 1024.0 KiB');
	t.is(formatExactBytes(580_242), '566.6 KiB (580,242 bytes)');
	t.is(formatExactBytes(524), '524 B');
	t.is(formatCount(18_446_744_073_709_551_615n), '18,446,744,073,709,551,615');
});

test('what is missing is rounded as all else is', t => {
	t.deepEqual([1n, 8192n, 1_048_575n, 1_048_576n, 4_485_120n, 1_073_741_823n, 2n ** 64n].map(size => sizeText(size)), ['1 byte', '8,192 bytes', '1,048,575 bytes', '1.0 MiB', '4.3 MiB', '1.0 GiB', '16.0 EiB']);
});

test('times are UTC to the second', t => {
	t.is(formatTime(Date.parse('2026-11-21T02:08:32.749Z')), '2026-11-21T02:08:32Z');
	t.is(formatTime(0), '1970-01-01T00:00:00Z');
	t.is(formatTime(9e18), '9000000000000000000 ms since 1970');
});
