import test from 'ava';
import {readArguments} from '../../source/commands/arguments.js';
import {defineCommand, UsageError} from '../../source/commands/command.js';

const command = defineCommand({
	name: 'try', summary: 'Tries.', operands: {usage: 'FILE...', least: 1, most: 2}, examples: [],
	options: {
		all: {short: 'a', help: ''},
		format: {value: 'FORMAT', choices: ['table', 'json'], help: ''},
		output: {short: 'o', value: 'FILE', completes: 'file', help: ''},
		pid: {short: 'p', value: 'N', isNumber: true, isRepeatable: true, help: ''},
	},
	load: async () => async () => 0,
});
const read = (...argv: string[]) => readArguments(command, argv);

test('options have the values that were given, or those that hold without', t => {
	t.deepEqual(read('one'), {options: {all: false, format: 'table', output: undefined, pid: []}, operands: ['one'], isHelp: false});
	t.deepEqual(read('-p', '1', '--pid=7', '-ao', 'x', 'one', '--format', 'json', 'two'), {options: {all: true, format: 'json', output: 'x', pid: [1, 7]}, operands: ['one', 'two'], isHelp: false});
	t.deepEqual(read('--', '--all').operands, ['--all']);
	t.true(read('-h').isHelp);
	t.true(read('one', 'two', 'three', '--help').isHelp);
});

test('what makes no sense is told in one line', t => {
	const wrong: ReadonlyArray<readonly [readonly string[], RegExp]> = [
		[[], /^try takes FILE\.\.\., but nothing was given$/],
		[['1', '2', '3'], /^try takes FILE\.\.\., but 3 were given$/],
		[['1', ''], /^try takes FILE\.\.\., but one that was given is empty$/],
		[['x', '-o', ''], /^--output takes FILE, but what was given is empty$/],
		[['x', '--output='], /^--output takes FILE, but what was given is empty$/],
		[['--nonsense', 'x'], /^unknown option '--nonsense'/],
		[['-z', 'x'], /^unknown option '-z'/],
		[['x', '--pid'], /^option '-p, --pid <value>' argument missing/],
		[['x', '--pid', '-1'], /^--pid takes a whole number that is not negative, not -1$/],
		[['x', '-p', '-1'], /^--pid takes a whole number that is not negative, not -1$/],
		[['x', '-o', '--all'], /^--output takes FILE; one that begins with a dash is given as --output=--all$/],
		[['x', '-o', '-\u001B[2J'], /given as --output=-␛\[2J$/],
		[['x', '--pid=-1'], /^--pid takes a whole number that is not negative, not -1$/],
		[['x', '--pid', '1e3'], /not 1e3$/],
		[['x', '--pid', '9'.repeat(16)], /not 9{16}$/],
		[['x', '--format', 'xml'], /^--format takes table or json, not xml$/],
		[['x', '-o', '1', '-o', '2'], /^--output can be given once$/],
		[['x', '--all=yes'], /does not take an argument/],
		[['x', '--format', '\u001B[2J\u202E'], /not ␛\[2J\\u\{202e\}$/],
	];
	for (const [argv, message] of wrong) {
		const error = t.throws(() => read(...argv), {instanceOf: UsageError});
		t.regex(error?.message ?? '', message);
		t.false(error?.message.includes('\n'));
	}
});
