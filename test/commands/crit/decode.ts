import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {findImageDirectories} from '../../../source/criu/find-image-directories.js';
import {ImageDirectory} from '../../../source/criu/image-directory.js';
import {decoded} from '../../support/crit.js';
import {expectedImages, expectedText, fixturesFolder} from '../../support/fixtures.js';
import {imageOf, messageBytes, word} from '../../support/image-file.js';
import {contentOf} from '../../support/image-files.js';
import {madeImages} from '../../support/made-images.js';
import {openFixture} from '../../support/open-fixture.js';

// `expected` names the two folders of raw-chain one by one, and was made from one of the three checkpoints of podman-small: its registers differ between .zst, .gz, and .xz and .bz2.
const folders: Record<string, {fixture: string; prefix: string}> = {
	'raw-chain-dump': {fixture: 'raw-chain', prefix: 'dump/'},
	'raw-chain-pre-dump': {fixture: 'raw-chain', prefix: 'pre-dump/'},
	'podman-small': {fixture: 'podman-small.tar.xz', prefix: 'checkpoint/'},
};

const names = fs.readdirSync(path.join(fixturesFolder, 'expected')).map(file => file.split('.', 1)[0]!).filter(name => expectedImages(name).length > 0);

test('fixtures that CRIU\'s own decoder was run on', t => {
	t.true(names.length >= 10);
});

for (const name of names) {
	test(`every image of ${name} is written, byte for byte, as CRIU's own decoder writes it`, async t => {
		const {fixture, prefix} = folders[name] ?? {fixture: name, prefix: undefined};
		const archive = await openFixture(fixture);
		const directory = findImageDirectories(archive).find(candidate => prefix === undefined || candidate.prefix === prefix)!;
		for (const file of expectedImages(name)) {
			// Podman moves the statistics out of the directory of images.
			const holder = directory.has(file) ? directory : new ImageDirectory(archive, '');
			const text = await decoded(contentOf({directory: holder, name: file}));
			// Some were written to a file, which has no line end.
			t.true(text.trimEnd() === expectedText(name, `images/${file}.json`).trimEnd(), file);
		}
	});
}

const entriesOf = async (image: Uint8Array, options = {}) => (JSON.parse(await decoded(image, options)) as {entries: Array<Record<string, unknown>>}).entries;

const valuesOf = async (name: keyof typeof madeImages, field: string, options = {}) => (await entriesOf(madeImages[name]!, options)).map(entry => entry[field]);

test('numbers of 64 bits have all their digits', async t => {
	const text = await decoded(madeImages['numbers at their limits']!);
	t.true(text.includes('"start": 18446744073699065856, "end": 18446744073699069952, "pgoff": 9007199254740993,'));
	t.deepEqual([...text.matchAll(/"fd": (?<number>-?\d+)/gv)].map(({groups}) => groups!.number), ['0', '-1', '9223372036854775807', '-9223372036854775808']);
});

test('a byte that is no text is a lone surrogate of its value', async t => {
	const [name] = await valuesOf('files with names of any bytes', 'name');
	t.is(name, '/\udcff\u{e9}\udced\udca0\udc80\udcc3');
});

test('nothing but printable ASCII is written, and line ends of ours', async t => {
	for (const pretty of [false, true]) {
		const text = await decoded(madeImages['files with names of any bytes']!, {pretty});
		t.regex(text, /^[\n\u0020-\u007E]*$/v);
		t.true(text.includes(String.raw`"/\u001b]0;x\u0007\u007f\u009b\u202e\ufeff\"\\\ud83d\ude00\u0000"`));
	}
});

test('names of UNIX sockets are quoted-printable, in lines of 76', async t => {
	const [unnamed, abstract, spaces, dot, lineEnds, zeros, letters, bytes] = await valuesOf('UNIX sockets with odd names', 'name');
	t.deepEqual([unnamed, abstract, spaces, dot, lineEnds, bytes], ['', '=00abstract=3D', '/a b=20', '=2E', '=0D=0A=0A', '=FF=80']);
	t.is(zeros, `${'=00'.repeat(25)}=\n`.repeat(4) + '=00'.repeat(8));
	t.is(letters, `${'a'.repeat(75)}=\n${'a'.repeat(33)}`);
});

test('bytes are base64 in lines of 76', async t => {
	const [data, none] = await valuesOf('pipes with and without data', 'extra');
	t.deepEqual((data as string).split('\n').map(line => line.length), [76, 60, 0]);
	t.is(none, '');
});

test('what follows a message is its extra', async t => {
	t.deepEqual(await valuesOf('a TCP stream with both queues', 'extra'), [{inq: 'aW4=\n', outq: 'b3V0\n'}]);
	t.deepEqual(await valuesOf('a BPF map', 'extra'), ['a2V5c3ZhbHVlcw==\n']);
	t.deepEqual(await valuesOf('semaphores, padded and not', 'extra'), [[1, 2, 65_535, 4], [1], []]);
	t.deepEqual(await valuesOf('message queues, padded and not', 'extra'), [
		[{mtype: 1, msize: 8}, 'MTIzNDU2Nzg=\n', {mtype: 1, msize: 0}, '', {mtype: 1, msize: 9}, 'MTIzNDU2Nzg5\n'],
		[],
	]);
	t.deepEqual(await valuesOf('shared memory with its content, padded and not', 'extra'), ['MTIzNDU=\n', 'MTIzNA==\n', '']);
	t.deepEqual(await valuesOf('a removed file in one piece', 'extra'), ['cmVtb3ZlZAA=\n']);
	t.deepEqual(await valuesOf('a removed file in chunks', 'extra'), [undefined, 'YWJj\n', 'eXo=\n']);
});

test('an entry behind shared memory in pagemaps is not taken for its content', async t => {
	t.deepEqual(await valuesOf('shared memory with its content in pagemaps', 'extra'), ['', '']);
});

test('a removed file is written in pieces, however large it is', async t => {
	const content = Buffer.alloc(3_000_000, 'removed ');
	const [entry] = await entriesOf(imageOf('GHOST_FILE', [{type: 'ghost_file_entry', values: {uid: 0, gid: 0, mode: 0}, extra: content}]));
	t.true(Buffer.from(entry!.extra as string, 'base64').equals(content));
	t.is((entry!.extra as string).replaceAll('\n', '').length, 4_000_000);
	t.true((entry!.extra as string).split('\n').slice(0, -2).every(line => line.length === 76));
});

test('an enum\'s value without a name is a number', async t => {
	const [core] = await entriesOf(madeImages['cores in every state, of an unknown machine']!);
	t.is(core!.mtype, 4242);
});

test('a field of a newer CRIU is kept beside the others', async t => {
	t.deepEqual(await entriesOf(madeImages['a field of a newer CRIU']!), [{pages_id: 1, $unknown: ['+gEB/w==\n']}]);
});

test('an entry that CRIU would write otherwise is kept as it is', async t => {
	const image = Buffer.concat([imageOf('PAGEMAP', []), word(3), Buffer.from([8, 0x81, 0])]);
	t.deepEqual(await entriesOf(image), [{pages_id: 1, $bytes: 'AwAAAAiBAA==\n'}]);
});

test('an image of a newer CRIU is kept as it is', async t => {
	const image = Buffer.concat([imageOf('PSTREE', []).subarray(0, 4), word(0x1234_5678), word(1), Buffer.from('a')]);
	t.is(await decoded(image), '{"magic": "0x12345678", "entries": [{"$bytes": "AQAAAGE=\\n"}]}\n');
});

test('an image of version 1, or of a big-endian host, says so', async t => {
	const image = imageOf('PAGEMAP', [{type: 'pagemap_head', values: {pages_id: 1}}]);
	t.is(await decoded(image.subarray(4)), '{"magic": "PAGEMAP", "$head": "none", "entries": [{"pages_id": 1}]}\n');
	const swapped = Buffer.concat([image.subarray(0, 4).toReversed(), image.subarray(4, 8).toReversed(), image.subarray(8, 12).toReversed(), messageBytes('pagemap_head', {pages_id: 1})]);
	t.is(await decoded(swapped), '{"magic": "PAGEMAP", "$order": "big", "entries": [{"pages_id": 1}]}\n');
});

test('an image without entries', async t => {
	t.is(await decoded(madeImages['an image without entries']!), '{"magic": "FDINFO", "entries": []}\n');
	t.is(await decoded(madeImages['an image without entries']!, {pretty: true}), '{\n    "magic": "FDINFO",\n    "entries": []\n}\n');
});

const refused: ReadonlyArray<readonly [what: string, image: Uint8Array, message: string]> = [
	['memory pages', Buffer.from('\u{7f}ELF\u{2}\u{1}\u{1}\0', 'latin1'), 'standard input: unknown magic 0x464c457f: not an image, or one of raw data such as memory pages'],
	['no bytes', new Uint8Array(0), 'standard input: 4 bytes expected, 0 left (at byte 0)'],
	['an image that is cut off', imageOf('PSTREE', [{type: 'pstree_entry', values: {ppid: 1}}]).subarray(0, -1), 'standard input: 2 bytes expected, 1 left (at byte 12)'],
	['a message without what it needs', imageOf('PSTREE', [{type: 'pstree_entry', values: {}}]), 'standard input: required field pstree_entry.ppid is missing (at byte 12)'],
	['a payload that is cut off', imageOf('PIPES_DATA', [{type: 'pipe_data_entry', values: {pipe_id: 1, bytes: 3}}]), 'standard input: 3 bytes expected, 0 left (at byte 16)'],
];

for (const [what, image, message] of refused) {
	test(`${what} can't be decoded, and nothing is written`, async t => {
		await t.throwsAsync(decoded(image), {name: 'InputError', message});
	});
}
