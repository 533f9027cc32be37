import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {memorySource} from '../../../source/archive/memory-source.js';
import {keptContents} from '../../../source/checkpoint/contents/kept-contents.js';
import {writeContent} from '../../../source/writing/extract/write-content.js';
import {SegmentSpace} from '../../../source/memory/segment-space.js';
import {fixture, temporaryFolder, unpack} from '../../support/fixtures.js';
import {completeCheckpoint} from '../../support/open-fixture.js';
import {segment} from '../../support/segments.js';

const evidence = fixture('podman-zoo');
const zoo = await completeCheckpoint(evidence);

function contentCalled(name: string): SegmentSpace {
	const contents = keptContents(zoo.images).flatMap(question => question());
	return new SegmentSpace(name, [contents.find(content => content.name.equals(name))!]);
}

test('a deleted file of podman-zoo is written whole, for its owner only', async t => {
	const output = path.join(temporaryFolder(), 'secret');
	const written = await writeContent({output, evidence}, contentCalled('/tmp/zoo/deleted-secret.txt'), () => undefined);
	t.like(written, {size: 37, missing: 0});
	t.is(fs.readFileSync(output, 'utf8'), 'this file was unlinked: s3cr3t-ghost\n');
	t.is(fs.statSync(output).mode & 0o777, 0o600);
});

test('holes are zeros, and what is missing is counted', async t => {
	const output = path.join(temporaryFolder(), 'made');
	const space = new SegmentSpace('made', [{segments: [segment(4n, [{source: memorySource(Buffer.from('abcd')), position: 0, length: 4}])], absent: [{start: 8n, end: 18n, presence: 'truncated'}]}]);
	t.like(await writeContent({output, evidence}, space, () => undefined), {size: 8, missing: 10});
	t.is(fs.readFileSync(output, 'latin1'), '\0\0\0\0abcd');
});

test('in a hole of any size it can be given up', async t => {
	const folder = temporaryFolder();
	const space = new SegmentSpace('made', [{segments: [segment(2n ** 50n, [{source: memorySource(Buffer.from('abcd')), position: 0, length: 4}])]}]);
	await t.throwsAsync(writeContent({output: path.join(folder, 'made'), evidence}, space, () => {
		throw new Error('given up');
	}), {message: 'given up'});
	t.deepEqual(fs.readdirSync(folder), []);
});

test('nothing is written over, through a link, or into the checkpoint', async t => {
	const folder = temporaryFolder();
	const secret = contentCalled('/tmp/zoo/deleted-secret.txt');
	const taken = path.join(folder, 'taken');
	fs.writeFileSync(taken, 'mine');
	const link = path.join(folder, 'link');
	fs.symlinkSync(path.join(folder, 'elsewhere'), link);
	const images = unpack('podman-zoo');
	for (const [output, message] of [[taken, /exists already/v], [link, /exists already/v], [path.join(images, 'new'), /inside the checkpoint/v], [path.join(folder, 'no', 'such'), /no such/v]] as const) {
		await t.throwsAsync(writeContent({output, evidence: images}, secret, () => undefined), {name: 'InputError', message});
	}

	t.is(fs.readFileSync(taken, 'utf8'), 'mine');
	t.deepEqual(fs.readdirSync(folder).toSorted(), ['link', 'taken']);
});
