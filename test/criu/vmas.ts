import test from 'ava';
import {findImageDirectories} from '../../source/criu/find-image-directories.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import type {vma_entry} from '../../source/criu/schema/messages.js';
import {readMm, readVmas, type Vmas} from '../../source/criu/vmas.js';
import {dumpNames} from '../support/fixtures.js';
import {openFixture} from '../support/open-fixture.js';
import {imageOf, messageBytes, word} from '../support/image-file.js';
import {memoryArchive} from '../support/memory-archive.js';

function rows({length, start, end, pgoff, shmid, prot, flags, status}: Vmas): unknown[] {
	return Array.from({length}, (_, index) => [BigInt(start[index]!), BigInt(end[index]!), pgoff[index], shmid[index], prot[index], flags[index], status[index]]);
}

const row = ({start, end, pgoff, shmid, prot, flags, status}: vma_entry) => [start, end, pgoff, shmid, prot, flags, status];

for (const name of dumpNames) {
	test(`the columns of every process's mappings in ${name} are what its mm says`, async t => {
		const [directory] = findImageDirectories(await openFixture(name));
		const pids = directory!.names().flatMap(file => /^mm-(?<pid>\d+)\.img$/v.exec(file)?.groups?.pid ?? []).map(Number);
		t.true(pids.length > 0);
		for (const pid of pids) {
			const {vmas, ...rest} = directory!.message(`mm-${pid}.img`, 'mm_entry')!;
			const table = readVmas(directory!, pid);
			t.deepEqual(table.problems, []);
			t.deepEqual(rows(table), vmas.map(row));
			t.deepEqual(readMm(directory!, pid), rest);
		}
	});
}

const vma = (values: Partial<vma_entry> = {}) => ({start: 0x1000n, end: 0x3000n, pgoff: 0xffff_ffff_ffff_f000n, shmid: 1n, prot: 3, flags: 0x22, status: 0x201, fd: 0n, ...values});
const directoryOf = (files: Record<string, Uint8Array>) => new ImageDirectory(memoryArchive(files), '');

test('old images have the mappings in an image of their own', t => {
	const directory = directoryOf({
		'mm-1.img': imageOf('MM', [{type: 'mm_entry', values: {exe_file_id: 1}}]),
		'vmas-1.img': imageOf('VMAS', [{type: 'vma_entry', values: vma()}, {type: 'vma_entry', values: vma({start: 0xffff_ffff_ff60_0000n, end: 0xffff_ffff_ff60_1000n})}]),
	});
	t.deepEqual(rows(readVmas(directory, 1)), directory.messages('vmas-1.img', 'vma_entry').map(row));
	t.is(readVmas(directory, 1).length, 2);
});

test('a dead task has no mm and no mappings', t => {
	const directory = directoryOf({});
	t.is(readMm(directory, 1), undefined);
	t.is(readVmas(directory, 1).length, 0);
});

test('a damaged mapping costs itself', t => {
	const {status, ...withoutStatus} = vma();
	const vmas = [vma(), vma({start: 0x1001n}), withoutStatus, vma({end: 0x5000n})];
	const {end, problems} = readVmas(directoryOf({'mm-1.img': imageOf('MM', [{type: 'mm_entry', values: {vmas}}])}), 1);
	t.deepEqual([...end], [0x3000, 0x5000]);
	t.deepEqual(problems.map(({reason}) => reason), [
		'malformed vma_entry: an address that is not page-aligned',
		'malformed vma_entry: required field status is missing',
	]);
});

test('of a million damaged mappings, only as many are told as anybody would read', t => {
	const directory = directoryOf({'mm-1.img': imageOf('MM', [{type: 'mm_entry', values: {vmas: Array.from({length: 1_000_000}, () => ({}))}}])});
	const {length, problems} = readVmas(directory, 1);
	t.is(length, 0);
	t.is(problems.length, 101);
	t.is(problems.at(-1)!.reason, 'too much damage: the rest of the mappings is left out');
});

test('a mm that lacks what it must have is damaged, and its mappings are not', t => {
	const directory = directoryOf({'mm-1.img': imageOf('MM', [{type: 'mm_entry', values: {exe_file_id: 1, vmas: [vma()]}}])});
	t.throws(() => readMm(directory, 1), {message: /^mm-1\.img: required field mm_entry\.mm_start_code is missing/v});
	t.is(readVmas(directory, 1).length, 1);
});

test('fields of a newer CRIU are kept, though the mappings around them are not', t => {
	const body = messageBytes('mm_entry', {exe_file_id: 1, vmas: [vma(), vma()]});
	const unknown = Uint8Array.of(0xaa, 0x7d, 3, 1, 2, 3);
	const entry = Buffer.concat([body, unknown]);
	const head = imageOf('MM', []);
	const required = Object.fromEntries(['mm_start_code', 'mm_end_code', 'mm_start_data', 'mm_end_data', 'mm_start_stack', 'mm_start_brk', 'mm_brk', 'mm_arg_start', 'mm_arg_end', 'mm_env_start', 'mm_env_end'].map(name => [name, 1n]));
	const whole = Buffer.concat([messageBytes('mm_entry', required), entry]);
	const directory = directoryOf({'mm-1.img': Buffer.concat([head, word(whole.length), whole])});
	const {$unknown} = readMm(directory, 1)!;
	t.deepEqual($unknown?.map(bytes => [...bytes]), [[...unknown]]);
	t.is(readVmas(directory, 1).length, 2);
});
