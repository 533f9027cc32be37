import test from 'ava';
import {cellText} from '../../source/views/cell-text.js';
import {contents} from '../../source/views/contents.js';
import {cutArchive} from '../support/cut-archive.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {unpack} from '../support/fixtures.js';
import {completeCheckpoint} from '../support/open-fixture.js';

async function ask(folder: string, columns: readonly string[] = ['kind', 'name', 'size', 'missing', 'holders']) {
	const shown = contents.columns.filter(({name}) => columns.includes(name));
	const checkpoint = await completeCheckpoint(folder);
	const rows = contents.rows(checkpoint);
	const problems = contents.problems!(checkpoint);
	checkpoint.close();
	return {
		rows: Array.from({length: rows.length}, (_, index) => shown.map(({type, value}) => cellText(value(rows.at(index)), type)).join(' | ')),
		problems,
	};
}

test('podman-zoo: everything that was planted, and who has it open', async t => {
	const {rows, problems} = await ask(unpack('podman-zoo'));
	t.deepEqual(problems, []);
	t.deepEqual(rows, [
		'removed-file | /tmp/zoo/deleted-secret.txt | 37 B | 0 B | pid 1 fd 5, pid 6 fd 5',
		'shared-memory | /SYSV00001234 (deleted) | 4.0 KiB | 0 B | ',
		'shared-memory | /memfd:payload | 27 B | 0 B | pid 1 fd 24, pid 6 fd 24',
		'shared-memory | /dev/zero | 4.0 KiB | 0 B | ',
		'shared-memory | /dev/shm/zoo-shm | 64.0 KiB | 0 B | pid 1 fd 32, pid 1 fd 33, pid 6 fd 32, pid 6 fd 33',
		'pipe | pipe:[74491] | 22 B | 0 B | pid 1 fd 8, pid 6 fd 8, pid 1 fd 9, pid 6 fd 9',
		'socket | socket:[74502] | 22 B | 0 B | pid 1 fd 20, pid 6 fd 20',
		'socket | 127.0.0.1:9999 -> 127.0.0.1:48750 received | 33 B | 0 B | pid 1 fd 16, pid 6 fd 16',
		'message-queue | message queue 0 | 21 B | 0 B | ',
	]);
});

test('who maps a deleted program, a memfd or shared memory is said, by its first address', async t => {
	const mappedIn = async (name: string) => (await ask(unpack(name), ['name', 'holders', 'mappers'])).rows;
	t.deepEqual(await mappedIn('fx-deleted'), ['/tmp/.systemd-private |  | pid 2 000000400000']);
	t.deepEqual(await mappedIn('fx-memfd'), ['/memfd:kworker |  | pid 1 000000400000']);
	const zoo = await mappedIn('podman-zoo');
	t.is(zoo[1], '/SYSV00001234 (deleted) |  | pid 1 7f2f986a5000, pid 6 7f2f986a5000');
	t.is(zoo[3], '/dev/zero |  | pid 1 7f2f987c5000, pid 6 7f2f987c5000');
	t.is(zoo[4], '/dev/shm/zoo-shm | pid 1 fd 32, pid 1 fd 33, pid 6 fd 32, pid 6 fd 33 | pid 1 7f2f986b5000, pid 6 7f2f986b5000');
	t.is(zoo[5], 'pipe:[74491] | pid 1 fd 8, pid 6 fd 8, pid 1 fd 9, pid 6 fd 9 | ');
});

test('of a process whose mappings are lost, that is told, and those of the others are named', async t => {
	const {rows, problems} = await ask(editedCheckpoint('podman-zoo', {'checkpoint/mm-6.img': undefined}), ['name', 'mappers']);
	t.is(rows[1], '/SYSV00001234 (deleted) | pid 1 7f2f986a5000');
	t.deepEqual(problems, ['checkpoint/mm-6.img: missing']);
});

test('checkpoint-shop: a deleted file that is still open', async t => {
	const {rows} = await ask(unpack('checkpoint-shop'));
	t.is(rows[0], 'removed-file | /tmp/.upload-9f3a.tmp | 39 B | 0 B | pid 1 fd 5, pid 20 fd 5, pid 22 fd 5');
});

test('a damaged image costs only what stands in it', async t => {
	const {rows, problems} = await ask(editedCheckpoint('podman-zoo', {'checkpoint/pipes-data.img': 'damaged'}));
	t.false(rows.some(row => row.startsWith('pipe |')));
	t.true(rows.some(row => row.startsWith('socket |')));
	t.regex(problems.join('\n'), /pipes-data\.img/v);
});

test('the damaged image of one deleted file costs no other', async t => {
	const {rows, problems} = await ask(editedCheckpoint('podman-zoo', {'checkpoint/ghost-file-0.img': 'damaged'}));
	t.true(rows.some(row => row.startsWith('removed-file | /tmp/zoo/deleted-secret.txt |')));
	t.regex(problems.join('\n'), /ghost-file-0\.img/v);
});

for (const [file, text, row] of [
	['sk-queues.img', 'queued in a socketpair', 'socket | socket:[74502] | 6 B | 16 B | 16 bytes lost: cut off or missing | pid 1 fd 20, pid 6 fd 20'],
	['pipes-data.img', 'bytes left in', 'pipe | pipe:[74491] | 6 B | 16 B | 16 bytes lost: cut off or missing | pid 1 fd 8, pid 6 fd 8, pid 1 fd 9, pid 6 fd 9'],
	['tcp-stream-12302.img', 'GET /exfil', 'socket | 127.0.0.1:9999 -> 127.0.0.1:48750 received | 6 B | 27 B | 27 bytes lost: cut off or missing | pid 1 fd 16, pid 6 fd 16'],
	['ghost-file-1.img', 'this file was', 'removed-file | /tmp/zoo/deleted-secret.txt | 6 B | 31 B | 31 bytes lost: cut off or missing | pid 1 fd 5, pid 6 fd 5'],
] as const) {
	test(`of an archive that ends in ${file}, what is there is shown, and how much is lost`, async t => {
		const {rows} = await ask(cutArchive('podman-zoo', `checkpoint/${file}`, text, 6), ['kind', 'name', 'size', 'missing', 'missing_why', 'holders']);
		t.true(rows.includes(row), rows.join('\n'));
	});
}
