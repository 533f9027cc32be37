import path from 'node:path';
import test from 'ava';
import {run, runJson} from '../support/command.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {fixture, unpack} from '../support/fixtures.js';
import {rulesFile} from '../support/yara.js';

type Row = {readonly severity: string; readonly rule: string; readonly pid: number | null; readonly process: string | null; readonly evidence: string; readonly why: string; readonly address: string | null; readonly fd: number | null; readonly path: string | null};

test('findings says what is wrong, where, and why', async t => {
	const [memory, ...others] = await runJson<Row[]>(['findings'], 'fx-deleted');
	t.deepEqual(memory, {
		severity: 'danger',
		rule: 'odd-program',
		pid: 2,
		process: '.systemd-privat',
		evidence: 'program /tmp/.systemd-private (deleted)',
		why: 'Everybody may write there, and whoever breaks in puts programs there.',
		address: '0x401000',
		fd: null,
		path: null,
	});
	t.deepEqual(others.map(({rule}) => rule), ['false-name']);
});

test('what is dangerous stands first', async t => {
	const {code, output} = await run(['findings', '--format', 'json', fixture('podman-zoo')]);
	t.is(code, 0);
	t.deepEqual((JSON.parse(output) as Row[]).map(({severity}) => severity), ['danger', 'notice', 'notice']);
});

test('findings --rule asks these rules only', async t => {
	const rows = await runJson<Row[]>(['findings', '--rule', 'account', '--rule', 'hidden-file'], 'fx-rootkit');
	t.deepEqual(rows.map(({rule, path: file}) => [rule, file]), [
		['hidden-file', '/usr/lib/...'],
		['hidden-file', '/var/tmp/. '],
		['account', '/etc/passwd'],
		['hidden-file', '/dev/shm/.x'],
	]);
});

test('the help names no rule as the one that is asked without --rule', async t => {
	const {output} = await run(['findings', '--help']);
	t.regex(output, /--rule NAME +only by this rule; may be given several times\n/v);
	t.regex(output, /--format FORMAT .* \(table\)\n/v);
});

test('a rule that there is not', async t => {
	const {code, errors} = await run(['findings', '--rule', 'luck', fixture('fx-rwx')]);
	t.is(code, 2);
	t.regex(errors, /--rule takes .*writable-code.*, not luck/v);
});

test('a damaged image costs what needs it, and the exit code', async t => {
	const folder = editedCheckpoint('fx-rootkit', {'checkpoint/mm-8.img': 'damaged'});
	const {code, output, errors} = await run(['findings', '--format', 'json', folder]);
	t.is(code, 1);
	t.regex(errors, /mm-8\.img/v);
	t.deepEqual((JSON.parse(output) as Row[]).map(({rule}) => rule), ['system-program', 'system-program', 'set-id-file', 'hidden-file', 'hidden-file', 'authorized-keys', 'start-file', 'account', 'hidden-file']);
});

test('where nobody wrote down the changed files, and where there is memory only, this is said', async t => {
	const {code, output, errors} = await run(['findings', '--format', 'json', path.join(unpack('raw-chain'), 'pre-dump')]);
	t.deepEqual([code, output], [0, '[]\n']);
	t.is(errors, [
		'cryoscope: Nobody wrote down what the container had changed in its root file system: the rules for files had little to look at.\n',
		'cryoscope: Of a pre-dump, which has memory only, the rules for processes know nothing.\n',
	].join(''));
});

test('memory that is not here is told, for who asks what is in it', async t => {
	const {code, errors} = await run(['findings', fixture('raw-lazy')]);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: Not all memory of the processes is here, so there may be a program in it that is not seen: .* lazy: left on the source host\.$/mv);
	t.is((await run(['findings', '--rule', 'account', fixture('raw-lazy')])).code, 0);
});

const planted = `
	rule Planted : words seen { meta: description = "it was planted" strings: $a = "PLANT-ADDED" condition: $a }
	rule Absent { strings: $a = "PLANT-NOWHERE" condition: $a }`;

test('findings --yara tells what YARA rules match beside what the others find', async t => {
	const {code, output, errors} = await run(['findings', '--yara', `ours:${rulesFile(planted)}`, '--format', 'json', fixture('podman-small')]);
	t.is(code, 0);
	t.regex(errors, /^cryoscope: Not in the dump, and so not scanned with YARA rules: [\d.]+ MiB not dumped, as in its file; /v);
	const rows = JSON.parse(output) as Array<Row & {readonly namespace: string | null}>;
	t.deepEqual(rows.filter(({namespace}) => namespace === null).map(({rule}) => rule), ['set-id-file', 'set-id-file']);
	t.deepEqual(rows.filter(({namespace}) => namespace !== null), [{
		severity: 'danger',
		rule: 'Planted',
		pid: null,
		process: null,
		evidence: '$a "PLANT-ADDED" in /opt/dir/hard',
		why: 'it was planted',
		address: null,
		fd: null,
		path: '/opt/dir/hard',
		offset: 0,
		namespace: 'ours',
		tags: ['words', 'seen'],
	}] as unknown as typeof rows);
});

test('a table of findings has the tags of YARA rules, and their namespaces', async t => {
	const {output} = await run(['findings', '--rule', 'account', '--yara', `ours:${rulesFile(planted)}`, fixture('podman-small')]);
	t.deepEqual(output.trimEnd().split('\n').map(line => line.split(/\s{2,}/v)), [
		['Severity Rule', 'PID Process Evidence', 'Why', 'Tags'],
		['danger', 'ours:Planted', '$a "PLANT-ADDED" in /opt/dir/hard it was planted words seen'],
	]);
});

test('YARA rules are asked of a pre-dump too, and of what is missing it is said that it is', async t => {
	const {code, output} = await run(['findings', '--yara', rulesFile('rule Raw { strings: $a = "PLANT-RAW-MEM1" condition: $a }'), '--format', 'json', path.join(unpack('raw-chain'), 'pre-dump')]);
	t.is(code, 0);
	t.true((JSON.parse(output) as Row[]).length > 0);
	const lazy = await run(['findings', '--rule', 'account', '--yara', rulesFile(planted), fixture('raw-lazy')]);
	t.is(lazy.code, 1);
	t.regex(lazy.errors, /^cryoscope: Not all memory of the processes is here, /mv);
});

test('YARA rules that are none are refused before anything is opened', async t => {
	const file = rulesFile('rule Planted {');
	const {code, output, errors} = await run(['findings', '--yara', file, '/nowhere/checkpoint.tar']);
	t.deepEqual([code, output], [1, '']);
	t.true(errors.startsWith(`cryoscope: ${file}: line 1, column `));
	t.is(errors.split('\n').length, 2);
});

test('what the engine finds odd about YARA rules is said', async t => {
	const file = rulesFile('rule Slow { strings: $a = /P.{0,10}T/ $b = /a/ condition: $a and #b > 1000000 }');
	const {errors} = await run(['findings', '--rule', 'account', '--yara', file, fixture('fx-rwx')]);
	t.true(errors.includes(`cryoscope: ${file}: line 1, column `));
	t.regex(errors, /slow pattern/v);
});
