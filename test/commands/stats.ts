import test from 'ava';
import {run, runJson} from '../support/command.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {expected, expectedImages, fixture} from '../support/fixtures.js';
import {madeImages} from '../support/made-images.js';

type Row = {operation: string; name: string; value: number; unit: string; meaning: string | null};
type Image = {entries: Array<{dump: Record<string, number>}>};

const units = (name: string) => /_time$|^irmap_resolve$/v.test(name) ? 'microseconds' : (name === 'page_pipes' ? 'pipes' : (name === 'page_pipe_bufs' ? 'buffers' : 'pages'));

for (const name of ['checkpoint-shop', 'checkpoint-ledger', 'podman-zoo', 'podman-bash', 'raw-plain', 'px-i386']) {
	test(`${name}: every statistic, exact and with its unit, as CRIU's own decoder reads them`, async t => {
		t.true(expectedImages(name).includes('stats-dump'));
		const {entries} = expected(name, 'images/stats-dump.json') as Image;
		const rows = await runJson<Row[]>(['stats'], name);
		t.deepEqual(rows.map(row => [row.operation, row.name, row.value, row.unit]), Object.entries(entries[0]!.dump).map(([field, value]) => ['dump', field, value, units(field)]));
		t.true(rows.every(({meaning}) => meaning !== null));
	});
}

test('for people, durations in the unit that they fill, exact', async t => {
	const {output} = await run(['stats', fixture('checkpoint-ledger')]);
	t.regex(output, /^dump +freezing_time +605 µs +until the processes stood still$/mv);
	t.regex(output, /^dump +frozen_time +150\.306 ms +that they stood still$/mv);
	t.regex(output, /^dump +irmap_resolve +0 µs +to find/mv);
	t.regex(output, /^dump +pages_written +130 pages +of private memory written$/mv);
});

test('statistics of a restore, where they were kept', async t => {
	const folder = editedCheckpoint('podman-zoo', {'stats-restore': madeImages.statistics});
	const {output} = await run(['stats', '--format', 'csv', folder]);
	t.deepEqual(output.trimEnd().split('\n').slice(15), [
		'restore,pages_compared,1,pages,compared with those of the parent process',
		'restore,pages_skipped_cow,2,pages,left shared with the parent process',
		'restore,forking_time,3,microseconds,to make the processes',
		'restore,restore_time,4,microseconds,until they ran',
	]);
});

test('damage to one image doesn\'t cost the other, and costs the exit code', async t => {
	const {code, output, errors} = await run(['stats', '--format', 'json', editedCheckpoint('podman-zoo', {'stats-dump': Buffer.from('damaged!'), 'stats-restore': madeImages.statistics})]);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: stats-dump: magic [^\n]+\n$/v);
	t.deepEqual((JSON.parse(output) as Row[]).map(({operation}) => operation), ['restore', 'restore', 'restore', 'restore']);
});

test('that there are none is said, and no damage', async t => {
	t.deepEqual(await run(['stats', '--format', 'json', fixture('raw-runc')]), {code: 0, output: '[]\n', errors: 'cryoscope: There are no statistics of the dump: stats-dump is not there.\n'});
});
