import test from 'ava';
import {memorySource} from '../../source/archive/memory-source.js';
import {keptContents} from '../../source/checkpoint/contents/kept-contents.js';
import {segmentBytes} from '../../source/forensics/extract/segment-bytes.js';
import type {Segment} from '../../source/memory/presence.js';
import {SegmentSpace} from '../../source/memory/segment-space.js';
import {fixture} from '../support/fixtures.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {segment} from '../support/segments.js';

const text = (start: bigint, ...texts: readonly string[]): Segment => segment(start, texts.map(piece => ({source: memorySource(Buffer.from(piece)), position: 0, length: piece.length})));

const described = (space: SegmentSpace, start = 0n, end = BigInt(space.size)) => Array.from(space.runs(start, end), ({start: from, end: to, presence, vma}) => `${from}-${to} ${presence} ${vma}`);

function textAt(space: SegmentSpace, offset: bigint, length: number): string {
	const bytes = Buffer.alloc(length, '?');
	space.read(offset, bytes);
	return bytes.toString('latin1');
}

test('between segments is a hole, and so is what is before the first', t => {
	const space = new SegmentSpace('made', [{segments: [text(4n, 'abcd'), text(10n, 'ef')]}]);
	t.deepEqual(described(space), ['0-4 hole 0', '4-8 dumped 0', '8-10 hole 0', '10-12 dumped 0']);
	t.deepEqual(described(space, 6n, 20n), ['6-8 dumped 0', '8-10 hole 0', '10-12 dumped 0', '12-20 unmapped undefined']);
	t.is(textAt(space, 6n, 8), 'cd\0\0ef\0\0');
	t.deepEqual([space.vmas.length, space.vmas.find(11n), space.vmas.find(12n), space.vmas.find(-1n)], [1, 0, -1, -1]);
});

test('why there is nothing is said where it is known', t => {
	const space = new SegmentSpace('made', [{segments: [text(4n, 'abcd')], absent: [{start: 0n, end: 4n, presence: 'zero'}, {start: 8n, end: 100n, presence: 'truncated'}]}]);
	t.deepEqual(described(space), ['0-4 zero 0', '4-8 dumped 0', '8-100 truncated 0']);
	t.deepEqual(space.areaAt(50), {start: 8, end: 100, presence: 'truncated', vma: 0});
});

test('segments that touch are apart, the pieces of one are not', t => {
	const space = new SegmentSpace('made', [{segments: [text(0n, 'one', 'two'), text(6n, 'next')]}]);
	t.deepEqual(Array.from({length: space.vmas.length}, (_, index) => [space.vmas.at(index).start, space.vmas.at(index).end]), [[0n, 6n], [6n, 10n]]);
	t.deepEqual(space.areaAt(4), {start: 0, end: 6, presence: 'dumped', vma: 0});
	t.deepEqual(Array.from(space.segments(0n, 10n), ({start, length}) => [start, length]), [[0n, 10]]);
});

test('parts follow each other', t => {
	const space = new SegmentSpace('made', [{segments: [text(0n, 'received')]}, {segments: [text(2n, 'sent')]}]);
	t.deepEqual(described(space), ['0-8 dumped 0', '8-10 hole 1', '10-14 dumped 1']);
	t.is(textAt(space, 10n, 4), 'sent');
});

test('what a file that is cut off has not got is lost', t => {
	const source = {...memorySource(Buffer.from('there')), size: 20};
	const space = new SegmentSpace('made', [{segments: [{start: 0n, length: 20, pieces: [{source, position: 0, length: 20}]}]}]);
	t.deepEqual(described(space), ['0-5 dumped 0', '5-20 truncated 0']);
	t.is(textAt(space, 0n, 8), 'there\0\0\0');
});

test('a source that has less than it said is complained of', t => {
	const source = {...memorySource(Buffer.from('there')), size: 20, available: 20};
	const space = new SegmentSpace('made', [{segments: [{start: 0n, length: 20, pieces: [{source, position: 0, length: 20}]}]}]);
	t.throws(() => space.read(0n, new Uint8Array(8)), {message: 'made: shorter than it was when it was opened (at byte 0)'});
});

test('the contents of podman-zoo read as they are extracted', async t => {
	const zoo = await completeCheckpoint(fixture('podman-zoo'));
	const contents = keptContents(zoo.images).flatMap(question => question()).filter(({segments}) => segments.length > 0);
	t.true(contents.length > 5);
	for (const content of contents) {
		const space = new SegmentSpace(String(content.name), [content]);
		for (const {offset, length, bytes} of segmentBytes(content.segments)) {
			const read = Buffer.alloc(length);
			space.read(BigInt(offset), read);
			t.true(read.equals(bytes!), String(content.name));
		}
	}
});
