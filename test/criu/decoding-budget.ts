import test from 'ava';
import {findImageDirectories} from '../../source/criu/find-image-directories.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {readImage, type Image} from '../../source/criu/image.js';
import {DecodingBudget} from '../../source/criu/decoding-budget.js';
import {imageOf, word} from '../support/image-file.js';
import {memoryArchive, memorySource} from '../support/memory-archive.js';
import {openFixture} from '../support/open-fixture.js';

function reasons({problems}: Pick<Image, 'problems'>): string[] {
	return problems.map(({reason}) => reason);
}

// The words of an image, and one message of these bytes.
function mmOf(body: Uint8Array): Uint8Array {
	return Buffer.concat([imageOf('MM', []), word(body.length), body]);
}

for (const [what, body] of [
	['empty mappings', Buffer.alloc(2_000_000, Buffer.from([14 << 3 | 2, 0]))],
	['packed numbers', Buffer.concat([Buffer.from([13 << 3 | 2, 0x80, 0x89, 0x7A]), Buffer.alloc(2_000_000, 1)])],
	['single numbers', Buffer.alloc(2_000_000, Buffer.from([13 << 3, 1]))],
	['unknown fields', Buffer.alloc(3_000_000, Buffer.from([0xA0, 0x06, 1]))],
] as const) {
	test(`a message of a million ${what} becomes as many objects as may be, and no more`, t => {
		const budget = new DecodingBudget(1000);
		const image = readImage(memorySource(mmOf(body)), 'mm-1.img', 'mm-1.img', budget);
		t.deepEqual(reasons(image), ['malformed mm_entry: more objects than the images of a dump have']);
		t.is(budget.left, 0);
	});
}

test('an image of a million entries ends where the objects are used up, and says so', t => {
	const unknown = Buffer.concat([Buffer.from([0x19, 0x43, 0x56, 0x54, 1, 2, 3, 4]), Buffer.alloc(4_000_000)]);
	const image = readImage(memorySource(unknown), 'new.img', 'new.img', new DecodingBudget(1000));
	t.is(image.entries.length, 1000);
	t.deepEqual(reasons(image), ['more objects than the images of a dump have: the rest is left out']);
});

test('the images of a dump share what they may become, and a real dump is far below it', async t => {
	const [zoo] = findImageDirectories(await openFixture('podman-zoo'));
	const budget = new DecodingBudget();
	const before = budget.left;
	for (const name of zoo!.names().filter(file => file.endsWith('.img') && !file.startsWith('pages-'))) {
		readImage(zoo!.source(name)!, name, name, budget);
	}

	t.true(before - budget.left > 1000 && before - budget.left < 20_000);

	const directory = new ImageDirectory(memoryArchive({
		'pstree.img': imageOf('PSTREE', [{type: 'pstree_entry', values: {pid: 1, ppid: 0, pgid: 1, sid: 1, threads: new Uint8Array(6_000_000)}}]),
		'mm-1.img': mmOf(Buffer.alloc(6_000_000, Buffer.from([13 << 3, 1]))),
	}), '');
	t.deepEqual(reasons(directory.image('pstree.img')), []);
	t.deepEqual(reasons(directory.image('mm-1.img')), ['malformed mm_entry: more objects than the images of a dump have']);
});
