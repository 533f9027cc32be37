import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {InputError} from '../../../source/archive/byte-source.js';
import {decode} from '../../../source/commands/crit/decode.js';
import {encode} from '../../../source/commands/crit/encode.js';
import {info} from '../../../source/commands/crit/info.js';
import {decoded, streams} from '../../support/crit.js';
import {temporaryFolder, unpack} from '../../support/fixtures.js';
import {imageOf} from '../../support/image-file.js';
import {madeImages} from '../../support/made-images.js';

const images = path.join(unpack('podman-zoo'), 'checkpoint');

const zoo = (name: string) => path.join(images, name);

function file(name: string, content: string | Uint8Array): string {
	const created = path.join(temporaryFolder(), name);
	fs.writeFileSync(created, content);
	return created;
}

test('an image is read from a file and written to a file, without a line end, and back', async t => {
	const [json, image] = ['pstree.json', 'pstree.img'].map(name => path.join(temporaryFolder(), name));
	const io = streams();
	t.is(await decode({in: zoo('pstree.img'), out: json}, io), 0);
	t.is(io.written().length, 0);
	t.is(fs.readFileSync(json!, 'utf8'), (await decoded(fs.readFileSync(zoo('pstree.img')))).trimEnd());
	t.is(await encode({in: json, out: image}, io), 0);
	t.deepEqual(fs.readFileSync(image!), fs.readFileSync(zoo('pstree.img')));
});

test('a file that is there is written anew', async t => {
	const out = file('out.json', 'x'.repeat(100_000));
	await decode({in: zoo('fs-1.img'), out}, streams());
	t.is(fs.readFileSync(out, 'utf8'), (await decoded(fs.readFileSync(zoo('fs-1.img')))).trimEnd());
});

test('an image may come out of a pipe with a name', async t => {
	const fifo = path.join(temporaryFolder(), 'fifo');
	execFileSync('mkfifo', [fifo]);
	const writing = fs.promises.writeFile(fifo, fs.readFileSync(zoo('pstree.img')));
	const io = streams();
	await decode({in: fifo}, io);
	await writing;
	t.is(io.written().toString(), await decoded(fs.readFileSync(zoo('pstree.img'))));
});

test('an image is what its magic says, whatever its name', async t => {
	const io = streams();
	await decode({in: file('mm-1.img', fs.readFileSync(zoo('pstree.img')))}, io);
	t.regex(io.written().toString(), /^\{"magic": "PSTREE"/v);
});

const notIn = path.join('no', 'such', 'folder', 'file');

for (const [what, options, message] of [
	['raw images', {in: zoo('pages-1.img')}, /pages-1\.img: raw data \(PAGES\): it has no magic and no entries$/v],
	['raw text', {in: zoo('iptables-10.img')}, /iptables-10\.img: raw data \(IPTABLES\): it has no magic and no entries$/v],
	['a folder', {in: images}, /checkpoint: a directory, not a file$/v],
	['a file that is not there', {in: notIn}, /file: no such file or directory$/v],
	['a file with a name that moves the cursor', {in: '\u{1b}[2J'}, /^␛\[2J: no such file or directory$/v],
	['writing where there is no folder', {in: zoo('pstree.img'), out: notIn}, /file: no such file or directory$/v],
] as const) {
	test(`refused: ${what}`, async t => {
		await t.throwsAsync(decode(options, streams()), {instanceOf: InputError, message});
	});
}

test('what is read is not overwritten', async t => {
	const image = file('pstree.img', fs.readFileSync(zoo('pstree.img')));
	const link = `${image}.link`;
	fs.symlinkSync(image, link);
	for (const out of [image, link]) {
		await t.throwsAsync(decode({in: image, out}, streams()), {instanceOf: InputError, message: /is what is read/v});
	}

	t.deepEqual(fs.readFileSync(image), fs.readFileSync(zoo('pstree.img')));
});

test('what can\'t be decoded or encoded leaves no file behind', async t => {
	const out = path.join(temporaryFolder(), 'out');
	await t.throwsAsync(decode({in: file('cut.img', fs.readFileSync(zoo('pstree.img')).subarray(0, -1)), out}, streams()), {instanceOf: InputError});
	await t.throwsAsync(encode({in: file('cut.json', '{"magic": "PSTREE"'), out}, streams()), {instanceOf: InputError});
	t.false(fs.existsSync(out));
});

test('a terminal is not waited for', async t => {
	for (const command of [decode, encode]) {
		const io = streams();
		await t.throwsAsync(command({}, {...io, input: Object.assign(io.input, {isTTY: true})}), {message: 'standard input: a terminal: name a file, or pipe one in'});
	}
});

const counts: ReadonlyArray<readonly [name: string, image: Uint8Array, magic: string, count: number]> = [
	['an entry with a payload', imageOf('PIPES_DATA', [{type: 'pipe_data_entry', values: {pipe_id: 1, bytes: 4}, extra: Buffer.from('1234')}]), 'PIPES_DATA', 1],
	['messages of queues', madeImages['message queues, padded and not']!, 'IPCNS_MSG', 2],
	['a removed file in chunks', madeImages['a removed file in chunks']!, 'GHOST_FILE', 3],
	['a pagemap\'s head', fs.readFileSync(zoo('pagemap-7.img')), 'PAGEMAP', 75],
	['tasks', fs.readFileSync(zoo('pstree.img')), 'PSTREE', 4],
	['nothing', madeImages['an image without entries']!, 'FDINFO', 0],
];

for (const [name, image, magic, count] of counts) {
	test(`what info counts: ${name}`, async t => {
		const io = streams();
		t.is(await info({in: file('image', image)}, io), 0);
		t.is(io.written().toString(), `{\n    "magic": "${magic}",\n    "count": ${count}\n}\n`);
	});
}

test('info of no image', async t => {
	await t.throwsAsync(info({in: zoo('pages-1.img')}, streams()), {instanceOf: InputError, message: /raw data/v});
});
