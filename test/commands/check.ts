import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {dumpNames, fixture, temporaryFolder, unpack} from '../support/fixtures.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {run} from '../support/command.js';

type Row = {severity: string; file: string; offset: number | null; finding: string; check: string; pid: number | null};

const rowsOf = (output: string) => JSON.parse(output) as Row[];

test('a whole checkpoint: exit code 0, and what restore will need', async t => {
	const {code, output, errors} = await run(['check', '--format', 'json', fixture('podman-bash')]);
	t.is(code, 0);
	t.is(errors, '');
	t.true(rowsOf(output).every(({severity}) => severity === 'needs'));
	t.deepEqual(rowsOf(output).find(({check}) => check === 'shell-job'), {severity: 'needs', file: 'checkpoint/tty-info.img', offset: 8, finding: '--shell-job or --orphan-pts-master: the other side of /dev/pts/0 is outside of the dump', check: 'shell-job', pid: null});
});

test('one that is not whole: exit code 1, and what is broken first', async t => {
	const {code, output, errors} = await run(['check', '--format', 'json', editedCheckpoint('podman-zoo', {'checkpoint/mm-6.img': undefined, 'checkpoint/utsns-12.img': undefined})]);
	t.is(code, 1);
	t.is(errors, '');
	const severities = rowsOf(output).map(({severity}) => severity);
	t.deepEqual(severities, severities.toSorted());
	t.deepEqual(rowsOf(output)[0], {severity: 'broken', file: 'checkpoint/mm-6.img', offset: null, finding: 'missing', check: 'missing-image', pid: null});
});

for (const name of dumpNames) {
	test(`${name}: the exit code says whether it is whole`, async t => {
		const {code, errors} = await run(['check', '--format', 'ndjson', fixture(name)]);
		t.is(code, name === 'raw-lazy' ? 1 : 0);
		t.is(errors, '');
	});
}

test('a verdict for people, in a pipe as in a terminal, where nothing is cut', async t => {
	const broken = editedCheckpoint('raw-plain', {'raw-plain/core-7940.img': undefined});
	t.true((await run(['check', fixture('raw-plain')])).output.endsWith(`\n\n${fixture('raw-plain')} is whole.\n`));
	t.true((await run(['check', broken])).output.endsWith(`\n\n${broken} is not whole: 1 thing broken.\n`));
	const {output} = await run(['check', fixture('podman-zoo')], {columns: 60});
	t.true(output.split('\n').every(line => line.length <= 60 || line.startsWith(fixture('podman-zoo'))));
	t.regex(output.replaceAll(/\s+/gv, ' '), /needs checkpoint\/files\.img --tcp-established: 2 TCP connections, 127\.0\.0\.1:48750 -> 127\.0\.0\.1:9999, 127\.0\.0\.1:9999 -> 127\.0\.0\.1:48750 needs/v);
	t.regex((await run(['check', fixture('podman-bash')], {columns: 80})).output, /^needs {3}checkpoint\/tty-info\.img at byte 8$/mv);
	t.notRegex((await run(['check', '--format', 'csv', fixture('raw-plain')])).output, /is whole/v);
});

test('a dump that failed, and a folder without any, are not whole', async t => {
	const failed = await run(['check', '--format', 'json', fixture('raw-failed-dump')]);
	t.is(failed.code, 1);
	t.regex(rowsOf(failed.output)[0]!.finding, /^the dump failed half way/);
	const empty = await run(['check', '--format', 'json', temporaryFolder()]);
	t.is(empty.code, 1);
	t.regex(rowsOf(empty.output)[0]!.finding, /^no checkpoint in it/);
});

test('what is no archive is a complaint', async t => {
	const file = path.join(temporaryFolder(), 'text');
	fs.writeFileSync(file, 'no archive');
	for (const input of ['/no/such/file', file]) {
		const {code, output, errors} = await run(['check', input]);
		t.is(code, 1);
		t.is(output, '');
		t.regex(errors, /^cryoscope: .+\n$/);
	}
});

test('an archive that is cut off: everything is in the list, nothing beside it', async t => {
	const file = path.join(temporaryFolder(), 'cut.tar.zst');
	const whole = fs.readFileSync(fixture('podman-zoo'));
	fs.writeFileSync(file, whole.subarray(0, whole.length / 2));
	const {code, output, errors} = await run(['check', '--format', 'json', file]);
	t.is(code, 1);
	t.is(errors, '');
	t.true(rowsOf(output).some(({check, file: where}) => check === 'archive' && where === file));
});

test('--deep reads what is otherwise not read', async t => {
	const image = 'checkpoint/tmpfs-dev-60.tar.gz.img';
	const content = fs.readFileSync(path.join(unpack('checkpoint-shop'), image));
	const folder = editedCheckpoint('checkpoint-shop', {[image]: content.subarray(0, -10)});
	t.is((await run(['check', '--format', 'json', folder])).code, 0);
	const {code, output} = await run(['check', '--deep', '--format', 'json', folder]);
	t.is(code, 1);
	t.like(rowsOf(output)[0], {severity: 'broken', check: 'content', file: image});
});

test('every container of a pod', async t => {
	const folder = temporaryFolder();
	for (const name of ['podman-loop', 'podman-small']) {
		fs.cpSync(unpack(name), path.join(folder, name), {recursive: true});
	}

	const both = rowsOf((await run(['check', '--format', 'json', folder])).output);
	t.deepEqual(new Set(both.map(({file}) => file.split('/', 1)[0])), new Set(['podman-loop', 'podman-small']));
	t.deepEqual(both.filter(({check}) => check === 'file-system').map(({file}) => file), ['podman-loop/config.dump', 'podman-small/config.dump']);
	fs.rmSync(path.join(folder, 'podman-small/checkpoint/core-1.img'));
	const {code, output} = await run(['check', '--format', 'json', folder]);
	t.is(code, 1);
	t.deepEqual(rowsOf(output).filter(({severity}) => severity === 'broken').map(({file}) => file), ['podman-small/checkpoint/core-1.img']);
});

test('no format has a character that acts on a terminal', async t => {
	for (const format of ['table', 'json', 'ndjson', 'csv']) {
		const {output} = await run(['check', '--format', format, fixture('podman-longname-unicode')]);
		t.notRegex(output, /(?!\n)\p{Control}|\p{Bidi_Control}/u, format);
	}
});
