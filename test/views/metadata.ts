import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {lazy} from '../../source/archive/attempt.js';
import {openCheckpoint, type Checkpoint} from '../../source/checkpoint/checkpoint.js';
import {containerFacts} from '../../source/checkpoint/container-facts.js';
import {findLayout} from '../../source/checkpoint/layout.js';
import {metadata, type MetadataRow} from '../../source/views/metadata.js';
import {arriving} from '../support/arriving-archive.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {plainTar, unpack} from '../support/fixtures.js';
import {imageOf} from '../support/image-file.js';
import {memoryArchive} from '../support/memory-archive.js';

async function rowsOf(folder: string): Promise<MetadataRow[]> {
	const rows = metadata.rows(await openCheckpoint(folder));
	return Array.from({length: rows.length}, (_, index) => rows.at(index));
}

/** The rows as a table would have them. */
const table = (rows: readonly MetadataRow[]) => rows.map(row => metadata.columns.map(column => String((column.text ?? column.value)(row) ?? '')));

const value = (rows: readonly MetadataRow[], group: string, name: string) => rows.filter(row => row.group === group && row.name.toString() === name).map(row => String(row.value));

test('podman-small: the rows of the pane', async t => {
	const rows = await rowsOf(unpack('podman-small'));
	t.deepEqual(value(rows, 'Container', 'Engine'), ['Podman']);
	t.deepEqual(value(rows, 'Container', 'Name'), ['pv-small']);
	t.deepEqual(value(rows, 'Times', 'Created'), ['2026-11-21T01:46:36Z']);
	t.deepEqual(value(rows, 'Times', 'Restored'), [], 'never restored: no row');
	t.deepEqual(value(rows, 'Sizes', 'Memory pages'), ['504.0 KiB (516,096 bytes)']);
	t.deepEqual(value(rows, 'Sizes', 'Root fs diff'), ['8.5 KiB (8,704 bytes)']);
	t.deepEqual(value(rows, 'Statistics', 'pages_written'), ['126']);
	t.deepEqual(value(rows, 'Environment', 'SECRET'), ['PLANT-ENV-small']);
	t.deepEqual(value(rows, 'Dump', 'Kind'), ['full']);
	t.deepEqual(rows.filter(row => row.problem), []);
});

test('durations of CRIU\'s statistics are as exact as they were measured', async t => {
	const rows = await rowsOf(unpack('checkpoint-ledger'));
	t.deepEqual(value(rows, 'Statistics', 'freezing_time'), ['605 µs']);
	t.deepEqual(value(rows, 'Statistics', 'frozen_time'), ['150.306 ms']);
	t.deepEqual(value(rows, 'Statistics', 'memdump_time'), ['2.13 ms']);
	t.is(rows.filter(({group}) => group === 'Statistics').length, 14);
});

test('annotations that are JSON are unfolded, indented under their name', async t => {
	const rows = table(await rowsOf(unpack('checkpoint-ledger'))).filter(([group]) => group === 'Annotations');
	const start = rows.findIndex(([, name]) => name === 'io.kubernetes.cri-o.Metadata');
	t.deepEqual(rows.slice(start, start + 3), [
		['Annotations', 'io.kubernetes.cri-o.Metadata', ''],
		['Annotations', '  name', 'small'],
		['Annotations', '  attempt', '3'],
	]);
	const volumes = rows.findIndex(([, name]) => name === 'io.kubernetes.cri-o.Volumes');
	t.deepEqual(rows.slice(volumes, volumes + 3).map(row => row.slice(1)), [['io.kubernetes.cri-o.Volumes', ''], ['  [0]', ''], ['    container_path', '/app']]);
});

test('every interface is shown with every address', async t => {
	const rows = table(await rowsOf(editedCheckpoint('podman-small', {
		'network.status': {podman: {interfaces: {eth0: {subnets: [{ipnet: '10.88.0.4/16', gateway: '10.88.0.1'}, {ipnet: 'fd00:88::4/64'}], mac_address: '92:d0:c6:0a:29:33'}}}},
	}))).filter(([group]) => group === 'Network').map(row => row.slice(1));
	t.deepEqual(rows, [
		['eth0', '92:d0:c6:0a:29:33'],
		['  address', '10.88.0.4/16'],
		['  address', 'fd00:88::4/64'],
		['  gateway', '10.88.0.1'],
		['  network', 'podman'],
		['lo', ''],
		['  address', '127.0.0.1/8'],
		['  address', '::1/128'],
	]);
});

test('every row knows what it belongs to, by itself', async t => {
	const names = async (folder: string, group: string) => {
		const rows = await rowsOf(folder);
		return rows.filter(row => row.group === group).map(row => String(metadata.columns[1]!.value(row)));
	};

	t.deepEqual(await names(unpack('podman-small'), 'Network'), ['lo', 'lo > address', 'lo > address']);
	const annotations = await names(unpack('checkpoint-ledger'), 'Annotations');
	t.true(annotations.includes('io.kubernetes.cri-o.Metadata > attempt'));
	t.true(annotations.includes('io.kubernetes.cri-o.Volumes > [0] > container_path'));
	const damaged = editedCheckpoint('podman-zoo', {'checkpoint/pages-5.img': undefined, 'checkpoint/core-3.img': undefined, 'checkpoint/mm-6.img': undefined});
	t.is((await names(damaged, 'Dump')).filter(name => name === 'Missing images').length, 3);
});

test('damage is told once in a group, with what it cost', async t => {
	const rows = await rowsOf(editedCheckpoint('podman-small', {'config.dump': '{'}));
	const problems = rows.filter(row => row.problem);
	t.deepEqual(problems.map(({group, name}) => [group, name]), [
		['Container', 'Name, ID, Image, Image ID, Runtime, Created by'],
		['Pod', 'ID'],
		['Times', 'Created, Checkpointed, Restored'],
		['Labels', 'Labels'],
	]);
	t.true(problems.every(row => String(row.value).startsWith('config.dump: not valid JSON')));
	t.deepEqual(value(rows, 'Container', 'Engine'), ['Podman']);
});

test('nothing in a row can do anything to a terminal', async t => {
	const rows = table(await rowsOf(unpack('podman-longname-unicode')));
	t.true(rows.some(([, name, text]) => name === 'ansi' && text === '␛[31mred␛[0m'));
	t.true(rows.some(([, name, text]) => name === 'poznámka' && text!.includes('日本 🦄')));
	t.true(rows.flat().every(text => !/\p{Cc}/v.test(text)));
});

test('a dump that succeeded does not alarm with errors that did not matter; one that lacks its parent says so', async t => {
	const rows = await rowsOf(editedCheckpoint('raw-chain', {'pre-dump': undefined}));
	t.deepEqual(value(rows, 'Dump', 'Outcome'), ['succeeded, says dump.log']);
	t.deepEqual(value(rows, 'Dump', 'Errors in log'), []);
	t.deepEqual(value(rows, 'Dump', 'Parent'), ['missing: so are the pages that did not change since']);
});

test('the file that is open is told, and what else there is in it', async t => {
	const alone = unpack('raw-plain');
	t.deepEqual(table(await rowsOf(alone)).filter(([group]) => group === 'File').map(row => row.slice(1)), [['Path', alone]]);
	const chain = unpack('raw-chain');
	t.deepEqual(table(await rowsOf(chain)).filter(([group]) => group === 'File').map(row => row.slice(1)), [
		['Path', chain],
		['Opened', 'dump'],
		['Also here', 'pre-dump (the opened dump builds on it)'],
	]);
	const both = editedCheckpoint('raw-chain', {});
	fs.cpSync(path.join(alone, 'raw-plain'), path.join(both, 'x'), {recursive: true});
	t.deepEqual((await rowsOf(both)).filter(({path: names}) => names.join('') === 'Also here').map(row => String(row.value)), ['x (another checkpoint, which is not opened)', 'pre-dump (the opened dump builds on it)']);
	const archive = {...memoryArchive({'pstree.img': imageOf('PSTREE', [])}), path: './'};
	t.is(String(containerFacts(archive, lazy(() => findLayout(archive))).path), process.cwd(), 'a dot says nothing');
});

test('what has not been decompressed yet is no damage', async t => {
	const archive = await arriving(plainTar('podman-small'));
	archive.come('checkpoint/core-1.img');
	const container = containerFacts(archive, lazy(() => findLayout(archive)));
	const rows = metadata.rows({container} as Checkpoint);
	const list = Array.from({length: rows.length}, (_, index) => rows.at(index));
	t.deepEqual(value(list, 'Container', 'Name'), ['pv-small']);
	t.deepEqual(list.filter(row => row.problem), []);
	t.deepEqual(list.filter(({group}) => group === 'Sizes').map(row => String(row.value)), [`${archive.path} is still being decompressed`]);
});
