import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {ContentPane} from '../../../source/explorer/content/content-pane.js';
import {memorySource} from '../../../source/archive/memory-source.js';
import {viewContents, type ViewedContent} from '../../../source/explorer/content/viewed-content.js';
import type {Place} from '../../../source/explorer/pane.js';
import {panes} from '../../../source/explorer/panes/index.js';
import {Untrusted} from '../../../source/text/untrusted.js';
import {cutArchive} from '../../support/cut-archive.js';
import {fixture} from '../../support/fixtures.js';
import {completeCheckpoint} from '../../support/open-fixture.js';
import {draw, keys, recordServices, unframed} from '../../support/screen.js';
import {splitQueue} from '../../support/split-queue.js';

const zoo = await completeCheckpoint(fixture('podman-zoo'));
await zoo.savedTrees.whenOpen();

/** Presses Enter, or another key, on the row of a tab that a filter leaves. */
async function visited(t: ExecutionContext, tab: string, filter: string, key = keys.enter, checkpoint = zoo): Promise<{readonly place: Partial<Place> | undefined; readonly services: ReturnType<typeof recordServices>}> {
	const {Component} = [...panes.container, ...panes.process].find(({id}) => id === tab)!;
	const services = recordServices();
	const screen = draw(<Component isFocused checkpoint={checkpoint} process={checkpoint.process(1)} width={100} height={40} revision={0} target={undefined} services={services} frame={unframed}/>);
	t.teardown(screen.unmount);
	await screen.press('/', ...filter, keys.enter, key);
	return {place: services.visited[0], services};
}

async function waitUntil(question: () => boolean): Promise<void> {
	while (!question()) {
		await delay(10);
	}
}

async function opened(t: ExecutionContext, tab: string, filter: string): Promise<ViewedContent> {
	const {place} = await visited(t, tab, filter);
	return place!.content!;
}

function view(t: ExecutionContext, content: ViewedContent, {width = 60, height = 12} = {}) {
	const services = recordServices();
	const screen = draw(<ContentPane isFocused content={content} checkpoint={zoo} process={undefined} width={width} height={height} revision={0} target={undefined} services={services} frame={unframed}/>);
	t.teardown(screen.unmount);
	return {...screen, services};
}

test('a text file is shown as text, from its first line', async t => {
	const {lines} = view(t, await opened(t, 'changes', '/etc/passwd'));
	t.regex(lines()[0]!, /^0 {2}\/etc\/passwd · \d+ % · 1\.0 KiB$/v);
	t.deepEqual(lines().slice(1, 3), ['root:x:0:0:root:/root:/bin/bash', 'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin']);
});

test('x changes to hex and back, and stays where one is', async t => {
	const {lines, press} = view(t, await opened(t, 'changes', '/etc/passwd'), {width: 90});
	await press('j');
	await press('x');
	t.regex(lines()[0]!, /^20 {2}\/etc\/passwd · /v);
	t.true(lines().some(line => /^00000020 {2}64 61 65 6d 6f 6e 3a 78 .*│daemon:x/v.test(line)));
	await press('j');
	await press('x');
	t.regex(lines()[0]!, /^30 {2}\/etc\/passwd · line at 20 · /v);
	t.regex(lines()[1]!, /^daemon:x:1/v);
});

test('search finds as one types, n goes on, and Escape leaves the search before the file', async t => {
	const {lines, press, services, until} = view(t, await opened(t, 'changes', '/etc/passwd'));
	await press('/', ...'nologin');
	await until(shown => /1 of \d+ matches/v.test(shown.at(-1)!));
	await press(keys.enter);
	await press('n');
	t.regex(lines().at(-1)!, /^\/nologin .* 2 of \d+ matches/v);
	await press('G');
	t.regex(lines()[0]!, / · 100 % · /v);
	await press('x');
	t.regex(lines().at(-1)!, /^\/nologin /v);
	t.false(services.said.includes('left'));
	await press(keys.escape, keys.escape);
	t.is(services.said.at(-1), 'left');
});

test('lines that are too long go on in the next row, or are cut and moved under the screen', async t => {
	const {lines, press} = view(t, await opened(t, 'changes', '/etc/passwd'), {width: 30});
	t.deepEqual(lines().slice(1, 3), ['root:x:0:0:root:/root:/bin/bas', 'h']);
	await press('w');
	t.deepEqual(lines().slice(1, 3), ['root:x:0:0:root:/root:/bin/ba…', 'daemon:x:1:1:daemon:/usr/sbin…']);
	await press(keys.right);
	t.deepEqual(lines().slice(1, 3), ['…/root:/bin/bash', '…mon:/usr/sbin:/usr/sbin/nolo…']);
	await press('^');
	t.is(lines()[2], 'daemon:x:1:1:daemon:/usr/sbin…');
});

test('v selects lines, however one moves on, and y copies them; Escape gives the selection up first', async t => {
	const passwd = await opened(t, 'changes', '/etc/passwd');
	const text = new Uint8Array(passwd.space.size);
	passwd.space.read(0n, text);
	const whole = Buffer.from(text).toString();
	const [first, second, third] = whole.split('\n', 3);
	const {lines, press, services} = view(t, passwd, {width: 46});
	await press('y');
	t.deepEqual(services.copied, [first]);
	await press('j', 'j', 'v');
	t.regex(lines()[0]!, / · 48 bytes selected · /v);
	await press('y', 'j', 'y');
	t.deepEqual(services.copied.slice(1), [second, `${second}\n${third}`]);
	await press('G', 'y', 'k', 'y');
	t.is(services.copied[3], whole.trimEnd().split('\n').slice(1).join('\n'));
	t.is(services.copied[4], whole.trimEnd().split('\n').slice(1, -1).join('\n'));
	await press(keys.escape);
	t.false(lines()[0]!.includes('selected'));
	t.false(services.said.includes('left'));
	await press(keys.escape);
	t.is(services.said.at(-1), 'left');
});

test('of lines with more bytes than a terminal takes, as many are copied, and that is said; nothing in them acts on a terminal', async t => {
	const source = memorySource(Buffer.from('\u001B]52;c;aGk=\u0007\ta\n'.repeat(3000)));
	const {press, services} = view(t, viewContents([{kind: 'file', name: Untrusted.from('made'), files: [], segments: [{start: 0n, length: source.size, pieces: [{source, position: 0, length: source.size}]}]}])!);
	await press('x', 'v', 'G', 'y');
	const copied = services.copied[0]!.split('\n');
	t.is(copied[0], '␛]52;c;aGk=␇    a');
	t.is(copied.length, Math.ceil(32_768 / 15));
	t.regex(services.said.findLast(line => line !== 'noted')!, /^only the first 32,768 of 45,000 bytes were copied$/v);
});

test('an offset is gone to, and one that does not exist is said to be outside', async t => {
	const {press, services} = view(t, await opened(t, 'changes', '/etc/passwd'));
	await press('g', ...'0x20', keys.enter);
	await press('g', ...'ffff', keys.enter);
	t.deepEqual(services.visited.map(({address}) => address), [0x20n, BigInt(zoo.savedTrees.all()[0]!.files().find(({path}) => path.equals('/etc/passwd'))!.member!.source!.size) - 1n]);
	t.is(services.said.findLast(line => line !== 'noted'), 'ffff is outside; this is the nearest byte');
});

test('what is no text is shown in hex; bytes that look like a pointer point nowhere', async t => {
	const {lines, press, services} = view(t, await opened(t, 'contents', 'zoo-shm'), {width: 100, height: 30});
	t.regex(lines()[0]!, /^0 {2}\/dev\/shm\/zoo-shm · /v);
	t.true(lines().some(line => /^00000000 {2}70 6f 73 69 78 /v.test(line)));
	t.false(lines().some(line => line.includes('pointer')));
	await press(keys.enter);
	t.deepEqual(services.visited, []);
});

for (const [tab, filter, name, text] of [
	['contents', 'deleted-secret', '/tmp/zoo/deleted-secret.txt', 'this file was unlinked: s3cr3t-ghost'],
	['contents', 'message', 'message queue 0', ''],
	['contents', 'pipe:', 'pipe:[74491]', ''],
	['sockets', 'pid 1 fd 15', '127.0.0.1:9999 -> 127.0.0.1:48750 received', 'GET /exfil?token=abc HTTP/1.1␍'],
	['sockets', '74502', 'socket:[74502]', 'queued in a socketpair'],
	['netstat', '74502', 'socket:[74502]', 'queued in a socketpair'],
	['netstat', 'pid 1 fd 15', '127.0.0.1:9999 -> 127.0.0.1:48750 received', 'GET /exfil?token=abc HTTP/1.1␍'],
	['files', 'deleted-secret', '/tmp/zoo/deleted-secret.txt', 'this file was unlinked: s3cr3t-ghost'],
	['files', 'regular.txt', '/tmp/zoo/regular.txt', 'hello regular file'],
	['files', 'zoo-shm', '/dev/shm/zoo-shm', ''],
	['files', 'pipe:[74491] read', 'pipe:[74491]', ''],
	['files', 'memfd', '/memfd:payload', ''],
] as const) {
	test(`Enter on ${filter} in ${tab} shows what is in it`, async t => {
		const {lines} = view(t, await opened(t, tab, filter));
		t.true(lines()[0]!.includes(name), lines()[0]);
		t.true(lines().slice(1).some(line => line.includes(text)));
	});
}

for (const [tab, file, text, filter, lines] of [
	['contents', 'checkpoint/sk-queues.img', 'queued in a socketpair', '74502', ['queued', '·· ··  lost: cut off or missing: 16 bytes']],
	['files', 'checkpoint/ghost-file-1.img', 'this file was', 'deleted-secret', ['this f', '·· ··  lost: cut off or missing: 31 bytes']],
] as const) {
	test(`where an archive ends in ${file}, what is lost of it is seen in ${tab}`, async t => {
		const {place} = await visited(t, tab, filter, keys.enter, await completeCheckpoint(cutArchive('podman-zoo', file, text, 6)));
		t.deepEqual(view(t, place!.content!).lines().slice(1, 3), [...lines]);
	});
}

for (const [tab, filter, place] of [
	['contents', 'deleted-secret', {subject: 'process', pid: 1, tab: 'files'}],
	['contents', 'SYSV', {subject: 'process', pid: 1, tab: 'hex', address: 0x7f_2f_98_6a_50_00n}],
	['changes', 'regular.txt', {subject: 'process', pid: 1, tab: 'files'}],
	['netstat', '74502', {subject: 'process', pid: 1, tab: 'sockets'}],
] as const) {
	test(`o on ${filter} in ${tab} goes to the process that has it`, async t => {
		const {place: visitedPlace, services} = await visited(t, tab, filter, 'o');
		t.deepEqual(visitedPlace, place);
		t.deepEqual(services.said, []);
	});
}

test('o says where no process has something', async t => {
	const {place, services} = await visited(t, 'contents', 'message', 'o');
	t.is(place, undefined);
	t.deepEqual(services.said, ['no process of this checkpoint has it']);
});

test('c goes from what a connection received to what it sent, and back; each is written to a file of its own', async t => {
	const checkpoint = await completeCheckpoint(splitQueue(5));
	const {place} = await visited(t, 'sockets', 'pid 1 fd 15', keys.enter, checkpoint);
	const received = view(t, place!.content!);
	t.true(received.lines()[0]!.includes(' received · '));
	t.is(received.lines()[1], 'GET /');
	await received.press('c');
	const sent = view(t, received.services.visited[0]!.content!);
	t.true(sent.lines()[0]!.includes(' sent · '));
	t.is(sent.lines()[1], 'exfil?token=abc HTTP/1.1␍');
	await sent.press('e', 'c');
	t.is(sent.services.said.at(-1), 'export 127.0.0.1:9999 -> 127.0.0.1:48750 sent');
	t.is(sent.services.visited[0]!.content, place!.content);
	const row = await visited(t, 'sockets', 'pid 1 fd 15', 'e', checkpoint);
	t.is(row.services.said.at(-1), 'export 127.0.0.1:9999 -> 127.0.0.1:48750 received, 127.0.0.1:9999 -> 127.0.0.1:48750 sent');
});

for (const [tab, filter] of [['changes', '/etc/motd'], ['changes', '/tmp/zoo/fifo'], ['files', '/dev/null'], ['sockets', '8080']] as const) {
	test(`Enter on ${filter} in ${tab}, of which there are no bytes, shows the row in full`, async t => {
		const {place, services} = await visited(t, tab, filter);
		t.is(place, undefined);
		t.is(services.shown.length, 1);
	});
}

test('Enter on a changed file among those that are open reads what was saved first, and says where nothing was', async t => {
	const changed = await visited(t, 'files', 'regular.txt', keys.enter, await completeCheckpoint(fixture('podman-zoo')));
	await waitUntil(() => changed.services.visited.length > 0);
	t.is(String(changed.services.visited[0]!.content!.content.name), '/tmp/zoo/regular.txt');
	t.deepEqual(changed.services.said, ['reading what was saved of the container\'s files', '']);
	const unchanged = await visited(t, 'files', 'libffi', keys.enter, await completeCheckpoint(fixture('podman-zoo')));
	await waitUntil(() => unchanged.services.said.includes('the checkpoint has nothing of this file'));
	t.deepEqual(unchanged.services.visited, []);
});

test('e asks for a file to write to, of a row and of what is viewed; where there are no bytes it says so', async t => {
	const row = await visited(t, 'changes', '/etc/passwd', 'e');
	t.deepEqual(row.services.said, ['export /etc/passwd']);
	t.is(row.services.offered[0]!.name, 'passwd');
	const deleted = await visited(t, 'contents', 'deleted-secret', 'e');
	t.is(deleted.services.offered[0]!.name, 'deleted-secret.txt');
	const {press, services} = view(t, await opened(t, 'sockets', 'pid 1 fd 15'));
	await press('e');
	t.is(services.said.at(-1), 'export 127.0.0.1:9999 -> 127.0.0.1:48750 received');
	// A shell would take a part of it for a file to write to.
	t.is(services.offered[0]!.name, '127.0.0.1_9999_-_127.0.0.1_48750_received');
	const nothing = await visited(t, 'changes', '/etc/motd', 'e');
	t.deepEqual(nothing.services.said, ['there is nothing in it that could be written to a file']);
});
