import test from 'ava';
import {memorySource} from '../../source/archive/memory-source.js';
import {readImage, type Image} from '../../source/criu/image.js';
import {Malformed} from '../../source/criu/wire.js';
import {bytesOfPieces, entryPieces, headPieces, isWrittenAlike} from '../../source/criu/write-image.js';
import {fixtureFiles} from '../support/fixtures.js';
import {contentOf, framedImages} from '../support/image-files.js';
import {imageOf, messageBytes, word, type EntryToWrite} from '../support/image-file.js';
import {madeImages} from '../support/made-images.js';

const decode = (bytes: Uint8Array): Image => readImage(memorySource(bytes), '');

function written(image: Image): Buffer {
	const pieces = [...headPieces({...image, magic: image.magic!}), ...image.entries.flatMap(entry => entryPieces(entry, image.byteOrder))];
	return Buffer.concat([...bytesOfPieces(pieces)]);
}

for (const fixture of fixtureFiles) {
	test(`every image of ${fixture} is written as it was read`, async t => {
		const files = await framedImages(fixture);
		t.true(files.length > 0);
		for (const file of files) {
			const bytes = contentOf(file);
			const image = decode(bytes);
			t.true(written(image).equals(bytes), file.name);
			t.true(image.entries.every((entry, index) => isWrittenAlike(entry, memorySource(bytes), image.entries[index + 1]?.position ?? bytes.length, image.byteOrder)), file.name);
		}
	});
}

for (const [name, bytes] of Object.entries(madeImages)) {
	test(`${name} is written as it was read`, t => {
		const image = decode(bytes);
		t.deepEqual(image.problems, []);
		t.deepEqual(written(image), Buffer.from(bytes));
	});
}

const alike = (bytes: Uint8Array) => {
	const {entries, byteOrder, problems} = decode(bytes);
	return problems.length === 0 && isWrittenAlike(entries[0]!, memorySource(bytes), bytes.length, byteOrder);
};

test('an entry that another program wrote in its own way would not be written alike', t => {
	const head = imageOf('PAGEMAP', [{type: 'pagemap_head', values: {pages_id: 1}}]).subarray(0, 8);
	const entry = (...body: number[]) => Buffer.concat([head, word(body.length), Buffer.from(body)]);
	t.true(alike(entry(8, 1)));
	t.false(alike(entry(8, 0x81, 0)));
	t.false(alike(entry(8, 2, 8, 1)));
	t.false(alike(entry(16, 1, 8, 1)));
	t.false(alike(Buffer.concat([head, word(2), Buffer.from([8, 1]), word(0)]).subarray(0, -1)));
});

test('padding that is not zero would not be written alike', t => {
	const set = (padding: number) => imageOf('IPCNS_SEM', [{type: 'ipc_sem_entry', values: {desc: {key: 1, uid: 0, gid: 0, cuid: 0, cgid: 0, mode: 0, id: 0}, nsems: 1}, extra: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, padding)}]);
	t.true(alike(set(0)));
	t.false(alike(set(1)));
});

test('a payload that is not as long as its message says is not written', t => {
	const desc = {key: 1, uid: 0, gid: 0, cuid: 0, cgid: 0, mode: 0, id: 0};
	const message = messageBytes('ipc_msg', {mtype: 1n, msize: 1});
	const cases: ReadonlyArray<readonly [family: string, entry: EntryToWrite, change: object]> = [
		['PIPES_DATA', {type: 'pipe_data_entry', values: {pipe_id: 1, bytes: 1}, extra: Uint8Array.of(1)}, {bytes: 2}],
		['SK_QUEUES', {type: 'sk_packet_entry', values: {id_for: 1, length: 1}, extra: Uint8Array.of(1)}, {length: 0}],
		['TCP_STREAM', {type: 'tcp_stream_entry', values: {inq_len: 1, outq_len: 0, inq_seq: 0, outq_seq: 0, opt_mask: 0, snd_wscale: 0, mss_clamp: 0}, extra: Uint8Array.of(1)}, {outq_len: 1}],
		['BPFMAP_DATA', {type: 'bpfmap_data_entry', values: {map_id: 1, keys_bytes: 1, values_bytes: 0, count: 1}, extra: Uint8Array.of(1)}, {values_bytes: 1}],
		['IPCNS_SEM', {type: 'ipc_sem_entry', values: {desc, nsems: 1}, extra: new Uint8Array(8)}, {nsems: 2}],
		['IPCNS_MSG', {type: 'ipc_msg_entry', values: {desc, qbytes: 0, qnum: 1}, extra: Buffer.concat([word(message.length), message, new Uint8Array(8)])}, {qnum: 0}],
		['IPCNS_SHM', {type: 'ipc_shm_entry', values: {desc, size: 1n}, extra: new Uint8Array(4)}, {size: 2n}],
	];
	for (const [family, entry, change] of cases) {
		const [read] = decode(imageOf(family, [entry])).entries;
		t.notThrows(() => entryPieces(read!, 'little'));
		const changed = {...read, message: {...(read as {message: object}).message, ...change}} as NonNullable<typeof read>;
		t.throws(() => entryPieces(changed, 'little'), {instanceOf: Malformed, message: /follow, but its \w+ is \d$/v}, family);
	}
});
