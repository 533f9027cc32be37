import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {run, runJson} from '../support/command.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {fixture, unpack} from '../support/fixtures.js';
import {imageOf} from '../support/image-file.js';

type Configured = {destination: string; type: string; source: string; options: string[]};
type Row = Configured & {writable: boolean; bind: string | null; mounted: boolean; configured: Configured | null; mount_id: number | null; root: string | null};

for (const name of ['checkpoint-shop', 'checkpoint-ledger', 'podman-volume']) {
	test(`${name}: as JSON, every mount has what the specification says, and what CRIU found`, async t => {
		const {mounts} = JSON.parse(fs.readFileSync(path.join(unpack(name), 'spec.dump'), 'utf8')) as {mounts: Configured[]};
		const rows = await runJson<Row[]>(['mounts'], name);
		const configured = rows.flatMap(row => row.configured ?? []);
		const byDestination = (list: readonly Configured[]) => Object.fromEntries(list.map(({destination, type, source, options}) => [destination, [type, source, options]]));
		t.deepEqual(byDestination(configured), byDestination(mounts));
		t.true(rows.every(({mounted, mount_id: id, root, options}) => mounted && id !== null && root !== null && (options[0] === 'rw' || options[0] === 'ro')));
		const binds = rows.filter(row => row.bind === 'host' && row.configured !== null);
		t.deepEqual(binds.map(({destination}) => destination).sort(), mounts.filter(({type}) => type === 'bind').map(({destination}) => destination).sort());
	});
}

test('for people, what is the host\'s and what can be written to', async t => {
	const {output, code} = await run(['mounts', fixture('podman-volume')]);
	t.is(code, 0);
	t.regex(output, /^\/data +bind +yes +host +\/var\/lib\/containers\/storage\/volumes\/pvdata\/_data +mount +rw,nosuid,nodev,relatime/mv);
	t.regex(output, /^\/app +bind {13}host +\/share\/app +mount +ro,/mv);
	t.regex(output, /^\/proc\/sys +bind +container +proc\[\/sys\] +read-only path/mv);
	const {output: narrow} = await run(['mounts', fixture('podman-volume')], {columns: 80});
	t.regex(narrow, /^\/data +bind +yes +host +…[^…]*\/_data +mount/mv);
});

test('damage costs what stands in it, and the exit code', async t => {
	const {code, output, errors} = await run(['mounts', '--format', 'json', editedCheckpoint('podman-zoo', {'checkpoint/mountpoints-13.img': undefined})]);
	t.is(code, 1);
	t.is(errors, 'cryoscope: checkpoint/mountpoints-13.img: missing\n');
	const rows = JSON.parse(output) as Row[];
	t.is(rows.length, 12);
	t.true(rows.every(({mounted, configured}) => !mounted && configured !== null));
});

test('that there is no list of the mounts is said, and no damage', async t => {
	t.deepEqual(await run(['mounts', '--format', 'json', fixture('raw-plain')]), {code: 0, output: '[]\n', errors: 'cryoscope: The processes had the host\'s mounts, of which CRIU keeps no list.\n'});
});

test('a mount point can do nothing to a terminal, and is exact for a program', async t => {
	const strings = {root: Buffer.from('/'), mountpoint: Buffer.from('/\u001B[2J\u00ff', 'latin1'), source: Buffer.from('tmpfs'), options: Buffer.from('')};
	const mount = {fstype: 5, mnt_id: 2, root_dev: 40, parent_mnt_id: 1, flags: 0, ...strings};
	const folder = editedCheckpoint('podman-zoo', {'checkpoint/mountpoints-13.img': imageOf('MNTS', [{type: 'mnt_entry', values: mount}])});
	t.regex((await run(['mounts', folder])).output, /^\/␛\[2J\\xff +tmpfs +yes +tmpfs +none +rw$/mv);
	t.is((JSON.parse((await run(['mounts', '--format', 'json', folder])).output) as Row[])[0]?.destination, '/\u001B[2J\uDCFF');
});
