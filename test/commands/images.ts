import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {run, runJson} from '../support/command.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {expected, expectedImages, fixture, unpack} from '../support/fixtures.js';
import {imageOf, word} from '../support/image-file.js';

type Row = {name: string; family: string | null; entries: number | null; size: number | null; problem: string | null; version: number | null; magic: string | null; message: string | null};

for (const name of ['podman-zoo', 'checkpoint-shop', 'px-tree']) {
	test(`${name}: every image is listed, with as many entries as CRIU's own decoder finds`, async t => {
		const rows = new Map((await runJson<Row[]>(['images'], name)).map(row => [row.name, row]));
		const files = fs.readdirSync(path.join(unpack(name), 'checkpoint')).filter(file => file.endsWith('.img'));
		t.deepEqual([...rows.keys()].sort(), [...files, 'stats-dump'].sort());
		t.true(files.every(file => rows.get(file)!.size === fs.statSync(path.join(unpack(name), 'checkpoint', file)).size));
		for (const image of expectedImages(name)) {
			const {magic, entries} = expected(name, `images/${image}.json`) as {magic: string; entries: unknown[]};
			const head = magic === 'PAGEMAP' ? 1 : 0;
			t.like(rows.get(image), {family: magic, entries: entries.length - head, problem: null, version: 2}, image);
		}
	});
}

test('what has no entries says so, and a magic is in hexadecimal', async t => {
	const rows = await runJson<Row[]>(['images'], 'podman-zoo');
	t.like(rows.find(({name}) => name === 'pages-1.img'), {family: 'PAGES', entries: null, version: null, magic: null, message: null});
	t.like(rows.find(({name}) => name === 'core-1.img'), {magic: '0x55053847', message: 'core_entry'});
	t.like(rows.find(({name}) => name === 'pagemap-1.img'), {message: 'pagemap_entry'});
	const order = rows.map(({name}) => name).filter(name => name.startsWith('core'));
	t.deepEqual(order, ['core-1.img', 'core-2.img', 'core-3.img', 'core-4.img', 'core-5.img', 'core-6.img', 'core-7.img']);
});

test('the images of a parent stand with their folder', async t => {
	const names = (await runJson<Row[]>(['images'], 'raw-chain')).map(({name}) => name);
	t.true(names.includes('pstree.img'));
	t.true(names.includes('pre-dump/pages-1.img'));
	t.is(new Set(names).size, names.length);
	t.regex((await run(['images', fixture('raw-chain'), 'pre-dump/inventory.img'])).output, /^\{\n {4}"magic": "INVENTORY",$/mv);
});

test('what is damaged, of another kind than its name says, unknown or missing', async t => {
	const core = fs.readFileSync(path.join(unpack('podman-zoo'), 'checkpoint', 'core-1.img'));
	const folder = editedCheckpoint('podman-zoo', {
		'checkpoint/core-1.img': core.subarray(0, 1000),
		'checkpoint/fs-1.img': core,
		'checkpoint/core-7.img': undefined,
		'checkpoint/amdgpu-kfd-1.img': Buffer.from('anything at all'),
		'checkpoint/future-1.img': Buffer.concat([word(0x5456_4319), word(0x1234_5678), word(2), Buffer.from('ab')]),
	});
	const {code, output, errors} = await run(['images', '--format', 'json', folder]);
	t.is(code, 1);
	const rows = new Map((JSON.parse(output) as Row[]).map(row => [row.name, row]));
	t.like(rows.get('core-1.img'), {family: 'CORE', entries: 0});
	t.regex(rows.get('core-1.img')!.problem!, /^checkpoint\/core-1\.img: .* bytes expected, 988 left/v);
	t.like(rows.get('fs-1.img'), {family: null, entries: null});
	t.regex(rows.get('fs-1.img')!.problem!, /magic CORE .* found, FS .* expected/v);
	t.like(rows.get('core-7.img'), {size: null, problem: 'checkpoint/core-7.img: missing'});
	t.like(rows.get('amdgpu-kfd-1.img'), {family: null, entries: null, problem: null});
	t.like(rows.get('future-1.img'), {family: null, entries: 1, problem: null, magic: '0x12345678'});
	t.deepEqual(errors.trimEnd().split('\n').map(line => /core-1|fs-1|core-7/v.exec(line)?.[0]), ['core-1', 'core-7', 'fs-1']);
});

test('a named image is what crit show prints', async t => {
	for (const name of ['pstree.img', 'core-1.img', 'files.img', 'pipes-data.img', 'mm-7.img', 'stats-dump']) {
		const {output: shown} = await run(['crit', 'show', path.join(unpack('podman-zoo'), name === 'stats-dump' ? '' : 'checkpoint', name)]);
		t.true(shown.length > 100);
		t.deepEqual(await run(['images', fixture('podman-zoo'), name]), {code: 0, output: shown, errors: ''}, name);
	}

	const two = await run(['images', '--format', 'json', fixture('podman-zoo'), 'checkpoint/pstree.img', 'seccomp.img']);
	t.is(two.output.match(/^\{$/gmv)?.length, 2);
});

test('of a damaged image what can be read is printed, and the others', async t => {
	const task = {ppid: 0, pgid: 1, sid: 1, threads: [1]};
	const entries = [{pid: 1, ...task}, {pid: 2, pgid: 1, sid: 1}, {pid: 3, ...task}].map(values => ({type: 'pstree_entry', values}));
	const folder = editedCheckpoint('podman-zoo', {'checkpoint/pstree.img': Buffer.concat([imageOf('PSTREE', entries), word(99)])});
	const {code, output, errors} = await run(['images', folder, 'nothing.img', 'pages-1.img', 'pstree.img', 'core-9.img', 'seccomp.img']);
	t.is(code, 1);
	const [tree, seccomp] = output.split(/\n(?=\{)/v).map(text => JSON.parse(text) as {magic: string; entries: unknown[]});
	t.deepEqual(tree, {magic: 'PSTREE', entries: [{pid: 1, ...task}, {pid: 2, pgid: 1, sid: 1}, {pid: 3, ...task}]});
	t.is(seccomp?.magic, 'SECCOMP');
	t.deepEqual(errors.trimEnd().split('\n'), [
		'cryoscope: nothing.img: no such image in this checkpoint; cryoscope images lists them',
		'cryoscope: checkpoint/pages-1.img: raw data (PAGES): it has no magic and no entries',
		'cryoscope: checkpoint/pstree.img: required field pstree_entry.ppid is missing (at byte 26)',
		'cryoscope: checkpoint/pstree.img: 99 bytes expected, 0 left (at byte 50)',
		'cryoscope: core-9.img: no such image in this checkpoint; cryoscope images lists them',
	]);
});

test('an image has no rows', async t => {
	const {code, errors} = await run(['images', '--format', 'csv', fixture('podman-zoo'), 'core-1.img']);
	t.deepEqual([code, errors], [2, 'cryoscope: an image is printed as JSON, not as csv; see cryoscope images --help\n']);
});

test('a pagemap of any size is counted, though not kept', async t => {
	const entries = function * () {
		yield {type: 'pagemap_head', values: {pages_id: 1}};
		for (let index = 0; index < 100_000; index++) {
			yield {type: 'pagemap_entry', values: {vaddr: BigInt(index) << 12n, compat_nr_pages: 1}};
		}
	};

	const {output} = await run(['images', '--format', 'ndjson', editedCheckpoint('podman-zoo', {'checkpoint/pagemap-1.img': imageOf('PAGEMAP', entries())})]);
	t.like(output.trimEnd().split('\n').map(line => JSON.parse(line) as Row).find(({name}) => name === 'pagemap-1.img'), {entries: 100_000, problem: null});
});
