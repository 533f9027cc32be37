import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {openCheckpoint, type Checkpoint} from '../../source/checkpoint/checkpoint.js';
import {comparePages, type PageDifference} from '../../source/views/diff/pages.js';
import {gnuTar} from '../support/archives.js';
import {findingsIn, lineOf} from '../support/check.js';
import {run} from '../support/command.js';
import {unpack} from '../support/fixtures.js';
import {packedFixture} from '../support/packed-pages.js';

const plain = unpack('podman-small');
const packed = packedFixture('podman-small', 64);

/** What a command says of a checkpoint, without the checkpoint's own path. */
async function said(argv: readonly string[], file: string): Promise<unknown> {
	const {code, output, errors} = await run([...argv, file]);
	return {code, output: output.replaceAll(file, 'FILE'), errors: errors.replaceAll(file, 'FILE')};
}

async function saysTheSame(t: ExecutionContext, ...argv: readonly string[]): Promise<void> {
	t.deepEqual(await said(argv, packed), await said(argv, plain), argv.join(' '));
}

test('of compressed pages every command says what it says of plain ones', async t => {
	await saysTheSame(t, 'args', '--format', 'json');
	await saysTheSame(t, 'env', '--format', 'json');
	await saysTheSame(t, 'maps', '--format', 'json');
	await saysTheSame(t, 'ps', '--format', 'json');
	await saysTheSame(t, 'memparse');
	await saysTheSame(t, 'memparse', '--pid', '1');
	for (const search of [['--search', 'PLANT'], ['--search', 'SECRET='], ['--search-regex', 'PLANT-[A-Z]+']]) {
		await saysTheSame(t, 'memparse', ...search);
	}
});

test('a tar of it says the same', async t => {
	const tar = gnuTar(packed, '.');
	for (const argv of [['env', '--format', 'json'], ['memparse', '--search', 'PLANT']]) {
		t.deepEqual(await said(argv, tar), await said(argv, plain));
	}
});

function compared(a: string, b: string): Promise<PageDifference[]> {
	return withCheckpoints([a, b], ([one, other]) => one!.processes.map(({pid}) => {
		const work = comparePages({a: {space: one!.process(pid)!.memory, isMapped: true}, b: {space: other!.process(pid)!.memory, isMapped: true}});
		let step = work.next();
		while (!step.done) {
			step = work.next();
		}

		return step.value;
	}));
}

async function withCheckpoints<T>(folders: readonly string[], ask: (checkpoints: readonly Checkpoint[]) => T): Promise<T> {
	const checkpoints = await Promise.all(folders.map(async folder => openCheckpoint(folder)));
	try {
		return ask(checkpoints);
	} finally {
		for (const {archive} of checkpoints) {
			archive.close();
		}
	}
}

test('no page differs between a dump and the same with its pages compressed', async t => {
	for (const {total, errors} of await compared(plain, packed)) {
		t.true(total.same > 10);
		t.like(total, {changed: 0, onlyA: 0, onlyB: 0, lost: 0});
		t.deepEqual(errors, []);
	}
});

test('a search finds the same in them', async t => {
	for (const [options, pattern] of [[[], 'PLANT'], [['--ignore-case'], 'plant'], [['--regex'], '[A-Z]{4}=/[^ ]+'], [['--bytes'], '00 00 7f ??']] as const) {
		const found = await Promise.all([plain, packed].map(async folder => run(['search', '--context', '16', '--format', 'csv', ...options, folder, pattern])));
		t.deepEqual(found[1], found[0]);
		t.true(found[0]!.output.split('\n').length > 2, pattern);
	}
});

const findings = async (folder: string) => (await findingsIn(folder)).map(finding => lineOf(finding));
const pagesFile = path.join('checkpoint', 'pages-1.img');

function changed(change: (file: string) => void): string {
	const folder = packedFixture('podman-small', 64);
	change(path.join(folder, pagesFile));
	return folder;
}

test('a dump with compressed pages needs a CRIU that knows them, and is whole', async t => {
	t.deepEqual((await findings(packed)).filter(line => !line.startsWith('needs ')), (await findings(plain)).filter(line => !line.startsWith('needs ')));
	t.true((await findings(packed)).includes('needs checkpoint/inventory.img: CRIU with LZ4, for images of version 3: the pages are compressed'));
	const {code, output} = await run(['check', '--deep', packed]);
	t.is(code, 0, output);
});

test('a compressed pages file that is longer or shorter than its pagemap says', async t => {
	const {size} = fs.statSync(path.join(packed, pagesFile));
	const longer = changed(file => {
		fs.appendFileSync(file, 'more');
	});
	t.true((await findings(longer)).includes(`broken checkpoint/pages-1.img: has ${size + 4} bytes, but pagemap-1.img tells of ${size}: nothing says where the rest belongs`));
	const shorter = changed(file => {
		fs.truncateSync(file, size - 1);
	});
	t.true((await findings(shorter)).includes(`broken checkpoint/pages-1.img: ${size - 1} of ${size} bytes are there: 3 pages of memory are lost`));
	const {code, errors, output} = await run(['memparse', shorter]);
	t.is(code, 1);
	t.is(errors, `cryoscope: checkpoint/pages-1.img: ${size - 1} of ${size} bytes are there: 3 pages of memory are lost\n`);
	t.regex(output, /^1 +small\.sh +276\.0 KiB/mv);
});

test('a damaged block costs the pages that are in it, and each command says so', async t => {
	const folder = changed(file => {
		const bytes = fs.readFileSync(file);
		fs.writeFileSync(file, bytes.fill(0xff, 20_000, 20_008));
	});
	const damage = 'a match 32802 bytes back, where 23546 are there';
	const dump = await run(['memparse', '--pid', '1', folder]);
	t.is(dump.code, 1);
	t.deepEqual(dump.errors.split('\n'), [
		'cryoscope: pid 1: not all of its memory is here: 81,920 bytes lost: its images are damaged',
		`cryoscope: checkpoint/pages-1.img: the compressed block of 20 pages is damaged: ${damage} (at byte 21832)`,
		'',
	]);
	const whole = await run(['memparse', '--pid', '1', packed]);
	const lines = (text: string) => text.split('\n').filter(line => !line.startsWith('Displaying'));
	const [before, after] = [lines(whole.output), lines(dump.output)];
	t.deepEqual(after.filter(line => !before.includes(line)), ['[000055f6eea07000  lost: its images are damaged: 81,920 bytes  rw-p [heap]]']);
	t.true(before.filter(line => !after.includes(line)).every(line => /^000055f6eea0[7-9a-f]|^000055f6eea1[0-9a]/v.test(line)));

	const search = await run(['memparse', '--search', 'PLANT', folder]);
	t.is(search.code, 1);
	t.is(search.errors, `cryoscope: pid 1: Memory at 55f6eea07000 can't be read: its compressed block is damaged: ${damage}\n`);
	const addresses = (text: string) => text.split('\n').flatMap(line => /^\d+ +(?<address>[\da-f]{16}) /v.exec(line)?.groups!.address ?? []);
	const all = await run(['memparse', '--search', 'PLANT', packed]);
	t.deepEqual(addresses(search.output), addresses(all.output).filter(address => address < '000055f6eea07000' || address >= '000055f6eea1b000'));

	const check = await run(['check', '--deep', '--format', 'csv', folder]);
	t.is(check.code, 1);
	t.regex(check.output, new RegExp(`^broken,checkpoint/pages-1\\.img,21832,"the compressed block of 20 pages is damaged: ${damage}"`, 'mv'));
	const [difference] = await compared(plain, folder);
	t.is(difference!.total.lost, 20);
	t.is(difference!.total.changed, 0);
	t.deepEqual(difference!.unknown.filter(({b}) => b === 'damaged'), [{a: 'dumped', b: 'damaged', pages: 20}]);
});
