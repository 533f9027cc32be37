import test from 'ava';
import {editedTar} from '../../support/edited-checkpoint.js';
import {fixture} from '../../support/fixtures.js';
import {printed, program} from '../../support/program.js';
import {rowsOf} from '../../support/ruled-rows.js';

const zoo = fixture('podman-zoo');

test('the memory of each process, in a table', t => {
	const output = printed('memparse', fixture('podman-small'));
	t.regex(output, new RegExp(`^\\nDisplaying processes memory sizes from ${RegExp.escape(fixture('podman-small'))}\\n\\nPID +PROCESS NAME +MEMORY SIZE +SHARED MEMORY SIZE\\n`));
	t.deepEqual(rowsOf(output), [['1', 'small.sh', '288.0 KiB', '0 B'], ['10', 'sleep', '108.0 KiB', '0 B'], ['11', 'sleep', '108.0 KiB', '0 B']]);
});

test('without pstree.img: exit code 1, and the processes that have a core', t => {
	const {code, output, errors} = program(['memparse', editedTar('podman-small', {'checkpoint/pstree.img': undefined})]);
	t.is(code, 1);
	t.regex(errors, /^(?:cryoscope: [^\n]*pstree\.img: [^\n]*\n)+$/);
	t.deepEqual(rowsOf(output).map(([pid]) => pid), ['1', '10', '11']);
});

test('a dump of memory has an address, 16 bytes and their text in each row', t => {
	const lines = printed('memparse', '--pid=1', fixture('podman-zoo')).split('\n');
	t.deepEqual(lines.slice(0, 5), [
		'',
		`Displaying memory pages content for process ID 1 from checkpoint: ${zoo}`,
		'',
		'Address           Hexadecimal                                       ASCII            ',
		'-'.repeat(85),
	]);
	t.true(lines.includes('0000000000422000  48 83 ec 08 48 8b 05 cd ef 72 00 48 85 c0 74 02  |H...H....r.H..t.|'));
	t.true(lines.slice(5).every(line => line === '' || /^(?:[\da-f]{16} {2}(?:[\da-f]{2} ){16} \|[\u0020-\u007E]{16}\||\*|\[[\da-f]{16} {2}.*\])$/.test(line)));
});

for (const options of [['--pid=9999'], ['--pid=9999', '--search=x']]) {
	test(`${options.join(' ')}, where there is no such process`, t => {
		t.deepEqual(program(['memparse', ...options, zoo]), {code: 1, output: '', errors: 'cryoscope: pid 9999: no such process in this checkpoint; cryoscope ps lists them\n'});
	});
}

test('a negative context, with exit code 2', t => {
	t.deepEqual(program(['memparse', '--pid=1', '--search=x', '--context=-1', zoo]), {code: 2, output: '', errors: 'cryoscope: --context takes a whole number that is not negative, not -1; see cryoscope memparse --help\n'});
});

test('a text that is nowhere is no failure', t => {
	t.deepEqual(program(['memparse', '--pid=1', '--search=no-such-text-anywhere', zoo]), {code: 0, output: 'No matches for pattern "no-such-text-anywhere" in the memory of PID 1\n', errors: ''});
});

test('a text with its context, across pages too', t => {
	const output = printed('memparse', '-p', '7', '-s', 'SECRET_KEY=', '-c', '8', zoo);
	t.regex(output, /^ADDRESS +MATCH +INSTANCE\n-{7} +-{5} +-{8}\n/);
	t.deepEqual(rowsOf(output), [['00007ffd71af9fc7', '1␊line2␀SECRET_KEY=AKIAIOSF', '1']]);
	t.deepEqual(rowsOf(printed('memparse', '-p', '1', '-s', 'PAGE-BOUNDARY', '-c', '6', zoo))[0], ['00007f2f986c6000', 'CROSS-PAGE-BOUNDARY-MARK␀', '1']);
});

test('a regular expression, in which a NUL is a NUL', t => {
	t.deepEqual(rowsOf(printed('memparse', '-p', '1', '--search-regex', String.raw`HOME=([^\0]+)`, zoo)).map(([, match]) => match), ['HOME=/root']);
});
