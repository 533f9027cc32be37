import test from 'ava';
import {InputError, PendingError} from '../../source/archive/byte-source.js';
import {attempt} from '../../source/archive/attempt.js';
import {families, familyOfFile} from '../../source/criu/families.js';
import {findImageDirectories} from '../../source/criu/find-image-directories.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {readImage, type Image} from '../../source/criu/image.js';
import {readPagemap} from '../../source/criu/pagemap.js';
import {messageNames} from '../../source/criu/schema.js';
import {readVmas} from '../../source/criu/vmas.js';
import {bytesOfPieces, entryPieces} from '../../source/criu/write-image.js';
import {imageOf, messageBytes, word} from '../support/image-file.js';
import {memoryArchive, memorySource} from '../support/memory-archive.js';
import {openFixture} from '../support/open-fixture.js';

const [zoo] = findImageDirectories(await openFixture('podman-zoo'));

function bytesOf(name: string, directory: ImageDirectory = zoo!): Uint8Array {
	const source = directory.source(name)!;
	const bytes = new Uint8Array(source.size);
	source.read(bytes, 0);
	return bytes;
}

const decode = (bytes: Uint8Array, name: string): Image => readImage(memorySource(bytes), name);

// Messages and payloads, without regard to the host.
const contentOf = ({entries}: Image) => Buffer.concat([...bytesOfPieces(entries.flatMap(entry => entryPieces(entry, 'little')))]);

for (const name of ['pstree.img', 'fdinfo-4.img', 'sk-queues.img', 'ipcns-msg-11.img', 'ipcns-sem-11.img', 'tcp-stream-12302.img', 'ghost-file-1.img', 'inventory.img', 'pagemap-shmem-0.img']) {
	test(`${name} cut off at any byte keeps the entries before the cut`, t => {
		const bytes = bytesOf(name);
		const whole = decode(bytes, name);
		t.deepEqual(whole.problems, []);
		const contentStart = whole.entries[0]!.type === 'ghost_file_entry' ? whole.entries[0].extra!.position : Infinity;
		const ends = [...whole.entries.map(({position}) => position), bytes.length];
		for (let length = 0; length < ends[0]!; length++) {
			t.throws(() => decode(bytes.subarray(0, length), name), {instanceOf: InputError}, `${length} bytes`);
		}

		for (let length = ends[0]!; length < bytes.length; length++) {
			const {entries, problems} = decode(bytes.subarray(0, length), name);
			// A ghost file's content is as long as the file: the cut can't be seen.
			const complete = length >= contentStart ? 1 : ends.filter(end => end <= length).length - 1;
			t.is(entries.length, complete, `${length} bytes`);
			t.is(problems.length, complete === whole.entries.length || ends.includes(length) ? 0 : 1, `${length} bytes`);
		}
	});

	test(`${name} cut off by a truncated archive keeps the entries before the cut`, t => {
		const bytes = bytesOf(name);
		const whole = decode(bytes, name);
		const second = whole.entries[1]?.position ?? bytes.length;
		const image = readImage(memorySource(bytes, {available: second - 1}), name);
		// Where only bytes after the message are cut off, the entry is there, and they are for whoever reads them to miss.
		t.is(image.entries.length + image.problems.length, 1);
		t.true(image.problems.every(({reason}) => reason.endsWith('found: the file is cut off')));
	});

	test(`${name} that has not been decompressed yet is pending`, t => {
		const source = memorySource(bytesOf(name), {available: 6, settled: false});
		t.throws(() => readImage(source, name), {instanceOf: PendingError});
	});
}

test('an image of a big-endian host has its words swapped', t => {
	for (const name of ['pstree.img', 'inventory.img', 'fdinfo-2.img', 'ipcns-msg-11.img']) {
		const bytes = bytesOf(name);
		const image = decode(bytes, name);
		t.is(image.byteOrder, 'little');
		const swapped = decode(swapWords(bytes, image), name);
		t.is(swapped.byteOrder, 'big');
		t.deepEqual(swapped.problems, []);
		t.is(swapped.magic, image.magic);
		t.deepEqual(contentOf(swapped), contentOf(image));
	}
});

// Swaps the magics, each entry's size, and the size of each message of an IPC queue.
function swapWords(bytes: Uint8Array, {entries}: Image): Uint8Array {
	const swapped = Buffer.from(bytes);
	const swap = (position: number) => {
		swapped.subarray(position, position + 4).reverse();
	};

	for (let position = 0; position < entries[0]!.position; position += 4) {
		swap(position);
	}

	for (const entry of entries) {
		swap(entry.position);
		if (entry.type === 'ipc_msg_entry') {
			for (const {message, data} of entry.extra) {
				swap(data.position - messageBytes('ipc_msg', message).length - 4);
			}
		}
	}

	return swapped;
}

test('semaphores of a big-endian host are swapped too', t => {
	const values = {desc: {key: 1, uid: 0, gid: 0, cuid: 0, cgid: 0, mode: 0, id: 0}, nsems: 3};
	const bytes = imageOf('IPCNS_SEM', [{type: 'ipc_sem_entry', values, extra: Uint8Array.of(0, 1, 2, 3, 255, 255, 0, 0)}]);
	const little = decode(bytes, 'ipcns-sem-1.img');
	t.deepEqual(little.entries[0], {...little.entries[0]!, extra: [0x01_00, 0x03_02, 0xffff]});
	const big = decode(swapWords(bytes, little), 'ipcns-sem-1.img');
	t.deepEqual(big.entries[0], {...big.entries[0]!, extra: [0x00_01, 0x02_03, 0xffff]});
});

test('images of version 1 have a single magic', t => {
	const bytes = bytesOf('pstree.img');
	const image = decode(bytes.subarray(4), 'pstree.img');
	t.is(image.headWord, undefined);
	t.deepEqual(contentOf(image), contentOf(decode(bytes, 'pstree.img')));
});

test('the head word says whose image it is', t => {
	t.is(decode(bytesOf('pstree.img'), 'pstree.img').headWord, 'IMG_COMMON');
	t.is(decode(bytesOf('inventory.img'), 'inventory.img').headWord, undefined);
	const stats = imageOf('STATS', []);
	t.is(decode(stats, 'stats-dump').headWord, 'IMG_SERVICE');
	t.throws(() => decode(Buffer.concat([imageOf('PSTREE', []).subarray(0, 4), stats.subarray(4)]), 'stats-dump'), {message: /head word IMG_COMMON found, IMG_SERVICE expected/v});
});

test('a file that is no image', t => {
	t.throws(() => decode(Buffer.from('no image at all'), 'core-1.img'), {instanceOf: InputError, message: 'core-1.img: magic unknown (0x69206f6e) found, CORE (0x55053847) expected by the file\'s name (at byte 0)'});
	t.throws(() => decode(new Uint8Array(3), 'core-1.img'), {instanceOf: InputError, message: 'core-1.img: 4 bytes expected, 3 left (at byte 0)'});
});

test('a name and a magic that disagree', t => {
	t.throws(() => decode(bytesOf('pstree.img'), 'mm-1.img'), {instanceOf: InputError, message: 'mm-1.img: magic PSTREE (0x50273030) found, MM (0x57492820) expected by the file\'s name (at byte 4)'});
});

test('an unknown name is no obstacle to a known magic', t => {
	t.is(decode(bytesOf('pstree.img'), 'a-copy').entries.length, 4);
});

test('an image of an unknown magic keeps its entries as they are', t => {
	const bytes = Buffer.concat([imageOf('PSTREE', []).subarray(0, 4), word(0x1234_5678), word(3), Buffer.from('abc'), word(0), word(2), Buffer.from('de')]);
	const image = decode(bytes, 'new-thing.img');
	t.is(image.magic, 0x1234_5678);
	t.is(image.family, undefined);
	t.deepEqual(image.entries.map(entry => entry.type === undefined && [entry.body.position, entry.body.length]), [[12, 3], [19, 0], [23, 2]]);
});

test('sizes are unsigned and never trusted', t => {
	const pstree = bytesOf('pstree.img');
	const {entries} = decode(pstree, 'pstree.img');
	for (const size of [0xffff_ffff, 0x8000_0000, pstree.length]) {
		const damaged = Buffer.from(pstree);
		damaged.writeUInt32LE(size, entries[2]!.position);
		const image = decode(damaged, 'pstree.img');
		t.is(image.entries.length, 2);
		t.deepEqual(image.problems.map(String), [`InputError: pstree.img: ${size} bytes expected, ${pstree.length - entries[2]!.position - 4} left (at byte ${entries[2]!.position + 4})`]);
	}
});

test('a payload that reaches beyond the file', t => {
	const bytes = imageOf('PIPES_DATA', [{type: 'pipe_data_entry', values: {pipe_id: 1, bytes: 3}, extra: Buffer.from('abc')}, {type: 'pipe_data_entry', values: {pipe_id: 2, bytes: 4_000_000_000}}]);
	const {entries, problems} = decode(bytes, 'pipes-data.img');
	t.is(entries.length, 1);
	t.regex(String(problems[0]), /4000000000 bytes expected, 0 left/v);
});

test('damage in a message costs that entry, and is said where it is', t => {
	const bytes = Buffer.from(bytesOf('fdinfo-2.img'));
	const whole = decode(bytes, 'fdinfo-2.img');
	// A tag of a wire type that does not exist.
	bytes[whole.entries[1]!.position + 4] = 0xf;
	const {entries, problems} = decode(bytes, 'fdinfo-2.img');
	t.is(entries.length, whole.entries.length);
	t.is(problems.length, 1);
	t.regex(problems[0]!.reason, /^malformed fdinfo_entry/v);
	t.deepEqual(entries.flatMap((entry, index) => entry.type !== undefined && entry.problem !== undefined ? [index] : []), [1]);
});

test('a file full of damage is given up', t => {
	const {entries, problems} = decode(Buffer.concat([bytesOf('pstree.img'), new Uint8Array(1_000_000)]), 'pstree.img');
	t.is(problems.length, 101);
	t.is(problems.at(-1)!.reason, 'too much damage: the rest is left out');
	t.is(entries.filter(entry => entry.type !== undefined && entry.problem === undefined).length, 4);
});

const small = zoo!.names().filter(file => familyOfFile(file)?.magic !== undefined && zoo!.source(file)!.size < 3000);

for (const name of small) {
	test(`any byte of ${name} may be any other`, t => {
		const bytes = bytesOf(name);
		for (let position = 0; position < bytes.length; position++) {
			for (const value of [0, 1, 0x0f, 0x7f, 0x80, 0xff]) {
				const damaged = Uint8Array.from(bytes);
				damaged[position] = value;
				const directory = new ImageDirectory(memoryArchive({[name]: damaged}), '');
				const results = [
					attempt(() => directory.image(name)),
					attempt(() => readPagemap(directory.source(name)!, name)),
					attempt(() => readVmas(directory, Number(name.slice('mm-'.length, -'.img'.length)))),
				];
				t.false(results.some(({state}) => state === 'pending'));
			}
		}
	});
}

test('raw images have no entries', t => {
	const {family, entries, problems} = zoo!.image('pages-1.img');
	t.is(family!.name, 'PAGES');
	t.deepEqual(entries, []);
	t.deepEqual(problems, []);
});

test('every family\'s messages are in the schema, and no two families share a magic or a name', t => {
	t.true(messageNames.length >= 173);
	for (const {messages, magic, name} of families) {
		t.true(magic === undefined || messages.length > 0, name);
		for (const message of messages) {
			t.true(messageNames.includes(message), message);
		}
	}

	for (const keys of [families.map(({name}) => name), families.flatMap(({files}) => files), families.flatMap(({magic}) => magic ?? [])]) {
		t.is(new Set<number | string>(keys).size, keys.length);
	}
});

test('ids in names are decimal but of ghost files and TCP streams', t => {
	const bytes = bytesOf('tcp-stream-12301.img');
	t.is(decode(bytes, 'tcp-stream-c0ffee.img').family!.name, 'TCP_STREAM');
	t.notThrows(() => decode(bytes, 'fs-c0ffee.img'));
	t.throws(() => decode(bytes, 'fs-10.img'), {instanceOf: InputError});
});
