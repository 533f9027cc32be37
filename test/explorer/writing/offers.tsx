import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {checkpointIn, openCheckpoint, type Checkpoint} from '../../../source/checkpoint/checkpoint.js';
import type {Process} from '../../../source/checkpoint/process.js';
import {panes} from '../../../source/explorer/panes/index.js';
import {offerProcess} from '../../../source/explorer/writing/offer-memory.js';
import {ProcessTree} from '../../../source/explorer/panes/process-tree.js';
import {RootFolder} from '../../../source/forensics/root-folder.js';
import {arriving} from '../../support/arriving-archive.js';
import {scratchFolder, tarBody, tarHeader} from '../../support/archives.js';
import {editedCheckpoint} from '../../support/edited-checkpoint.js';
import {exportedByCommand, exportedFile, extractedByCommand, folderContent, writeOffered} from '../../support/exported.js';
import {fixture, plainTar, unpack} from '../../support/fixtures.js';
import {completeCheckpoint} from '../../support/open-fixture.js';
import {draw, keys, recordServices, unframed} from '../../support/screen.js';

const zooFile = fixture('podman-zoo');
const zoo = await completeCheckpoint(zooFile);
await zoo.savedTrees.whenOpen();

type Services = ReturnType<typeof recordServices>;

/** What a tab offers when these keys are pressed. */
async function offeredIn(t: ExecutionContext, tab: string, pressed: readonly string[], {checkpoint = zoo, process = zoo.process(1)}: {readonly checkpoint?: Checkpoint; readonly process?: Process | undefined} = {}): Promise<Services> {
	const {Component} = [...panes.container, ...panes.process].find(({id}) => id === tab)!;
	const services = recordServices();
	const screen = draw(<Component isFocused checkpoint={checkpoint} process={process} width={100} height={40} revision={0} target={undefined} services={services} frame={unframed}/>);
	t.teardown(screen.unmount);
	await screen.press(...pressed);
	return services;
}

/** The same of the process tree. */
async function offeredInTree(t: ExecutionContext, checkpoint: Checkpoint, pid: number): Promise<Services> {
	const services = recordServices();
	const nothing = () => undefined;
	const screen = draw(<ProcessTree isFocused checkpoint={checkpoint} selected={pid} width={60} height={20} revision={0} services={services} onSelect={nothing} onOpen={nothing}/>);
	t.teardown(screen.unmount);
	await screen.press('e');
	return services;
}

const filtered = (filter: string) => ['/', ...filter, keys.enter];

const heap = () => {
	const {vmas} = zoo.process(1)!.memory;
	for (let index = 0; ; index++) {
		if (vmas.at(index).kind === 'heap') {
			return vmas.at(index);
		}
	}
};

test.serial('e on a row of the maps writes that mapping as the command does', async t => {
	const [mapping, ...others] = (await offeredIn(t, 'maps', [...filtered('[heap]'), 'e'])).offered;
	t.deepEqual([mapping?.name, others.length], ['zoo-1-heap.bin', 0]);
	const {output, text, isIncomplete} = await writeOffered(mapping!, zooFile);
	t.deepEqual(exportedFile(output), await exportedByCommand(zooFile, '--pid', '1', '--vma', heap().start.toString(16)));
	t.regex(text, /^[\d.]+ MiB to .*zoo-1-heap\.bin and its \.map\.json$/v);
	t.false(isIncomplete);
});

test.serial('e in hex offers the mapping at the cursor and the whole process, raw or as a core; of a selection only that', async t => {
	const {offered} = await offeredIn(t, 'hex', ['e']);
	t.deepEqual(offered.map(({name}) => name), ['zoo-1-python3.14-400000.bin', 'zoo-1-memory.bin', 'zoo-1.core']);
	const {offered: selected} = await offeredIn(t, 'hex', ['v', 'l', 'l', 'j', 'e']);
	t.is(selected.length, 1);
	const {output} = await writeOffered(selected[0]!, zooFile);
	const range = path.basename(output, '.bin').slice('zoo-1-'.length);
	t.deepEqual(exportedFile(output), await exportedByCommand(zooFile, '--pid', '1', '--range', range));
	t.true(exportedFile(output).size > 3);
});

test.serial('e on a process writes all its memory, or its core, as the command does, and says what is not in it', async t => {
	const [whole, core] = (await offeredInTree(t, zoo, 7)).offered;
	for (const [offered, options] of [[whole, []], [core, ['--core']]] as const) {
		const {output, text, fields, isIncomplete} = await writeOffered(offered!, zooFile);
		t.deepEqual(exportedFile(output), await exportedByCommand(zooFile, '--pid', '7', ...options));
		t.regex(text, /^[\d.]+ MiB, lacking [\d.]+ MiB \(W says why\), to /v);
		t.false(isIncomplete, 'what CRIU leaves to the mapped files is not lost');
		const missing = fields.find(({name}) => name === 'Missing')!.value as string[];
		t.true(missing.some(line => line.endsWith(' MiB not dumped, as in its file')), missing.join('\n'));
	}
});

test.serial('a core has what the root file system has of mapped files, as the command takes it', async t => {
	const file = fixture('fx-deleted');
	const root = scratchFolder();
	fs.mkdirSync(path.join(root, 'bin'));
	const ghost = fs.readFileSync(path.join(unpack('fx-deleted'), 'checkpoint', 'ghost-file-1.img'));
	fs.writeFileSync(path.join(root, 'bin', 'implant'), ghost.subarray(-735_328));
	const checkpoint = await completeCheckpoint(file);
	const services = {...recordServices(), rootFolder: new RootFolder(root)};
	offerProcess({checkpoint, process: checkpoint.process(1)!, services});
	const {output} = await writeOffered(services.offered[1]!, file);
	const written = exportedFile(output);
	t.deepEqual(written, await exportedByCommand(file, '--pid', '1', '--core', '--rootfs', root));
	t.notDeepEqual(written, await exportedByCommand(file, '--pid', '1', '--core'));
	checkpoint.close();
});

test.serial('memory that should be there and is not is told as damage', async t => {
	const file = fixture('raw-lazy');
	const lazy = await completeCheckpoint(file);
	const [whole] = (await offeredInTree(t, lazy, lazy.processes[0]!.pid)).offered;
	const {isIncomplete, fields} = await writeOffered(whole!, file);
	t.true(isIncomplete);
	t.regex(String(fields.find(({name}) => name === 'Missing')!.value), /lazy: left on the source host/v);
	lazy.close();
});

test.serial('of a pre-dump, which has no registers, there is no core', async t => {
	const preDump = await openCheckpoint(path.join(unpack('raw-chain'), 'pre-dump'));
	const {offered} = await offeredInTree(t, preDump, 8099);
	t.deepEqual(offered.map(({label}) => label), ['All memory of process 8099']);
	preDump.close();
});

test.serial('of a dead process there is nothing to write', async t => {
	const dead = await offeredInTree(t, zoo, 5);
	t.deepEqual([dead.offered, dead.said], [[], ['process 5 was dead: it had no memory any more']]);
});

test.serial('while the archive arrives memory is not written: what is not there yet would be missing', async t => {
	const archive = await arriving(plainTar('podman-zoo'));
	const checkpoint = checkpointIn(archive);
	archive.come('rootfs-diff.tar');
	const {offered, said} = await offeredIn(t, 'maps', ['e'], {checkpoint, process: checkpoint.process(1)});
	t.deepEqual(offered, []);
	t.regex(said.at(-1)!, /is still being decompressed$/v);
});

for (const tab of ['changes', 'tmpfs'] as const) {
	test.serial(`E in ${tab} writes all that is listed as the command does`, async t => {
		const [all] = (await offeredIn(t, tab, ['E'])).offered;
		t.is(all!.name, `zoo-${tab}`);
		const {output} = await writeOffered(all!, zooFile);
		const {'manifest.json': manifest, ...files} = folderContent(output);
		const {'manifest.json': whole, ...others} = await extractedByCommand(zooFile);
		const entries = (text: string) => text.split('\n').map(line => line.replace(/,$/v, ''));
		t.true(Object.keys(files).length > 1);
		t.like(others, files);
		t.true(new Set(entries(manifest!)).isSubsetOf(new Set(entries(whole!))));
		const of = new Set(entries(manifest!).flatMap(line => /"of": "(?<of>[^"]+)"/v.exec(line)?.groups?.of ?? []));
		t.deepEqual([...of].sort(), tab === 'tmpfs' ? ['tmpfs'] : ['/dev/shm', 'rootfs']);
	});
}

test.serial('E in contents writes what the kernel kept, in folders by kind', async t => {
	const [all] = (await offeredIn(t, 'contents', ['E'])).offered;
	const {output, text} = await writeOffered(all!, zooFile);
	const files = folderContent(output);
	t.regex(files['removed-files/tmp/zoo/deleted-secret.txt']!, /s3cr3t-ghost/v);
	t.regex(text, /^\d+ files with [\d.]+ KiB to .*zoo-contents with its manifest\.json$/v);
});

test.serial('with a filter, E writes what that leaves', async t => {
	const [some] = (await offeredIn(t, 'changes', [...filtered('passwd'), 'E'])).offered;
	t.is(some!.name, 'zoo-changes-passwd');
	const {output, text} = await writeOffered(some!, zooFile);
	t.deepEqual(folderContent(output), await extractedByCommand(zooFile, '/etc/passwd'));
	t.is(text, `1 file with 1.0 KiB to ${output} with its manifest.json`);
});

test.serial('sorted rows are written in the order of the dump', async t => {
	const [sorted] = (await offeredIn(t, 'changes', ['S', 'E'])).offered;
	const [plain] = (await offeredIn(t, 'changes', ['E'])).offered;
	const [one, other] = [await writeOffered(sorted!, zooFile), await writeOffered(plain!, zooFile)];
	t.deepEqual(folderContent(one.output), folderContent(other.output));
});

test.serial('e on a folder writes all that is in it', async t => {
	const [folder] = (await offeredIn(t, 'changes', [...filtered('/tmp/zoo'), 'e'])).offered;
	t.deepEqual([folder!.name, folder!.label], ['zoo-tmp-zoo', 'All in /tmp/zoo']);
	const {output, text} = await writeOffered(folder!, zooFile);
	t.deepEqual(folderContent(output), await extractedByCommand(zooFile, '/tmp/zoo'));
	t.regex(text, /^6 files with 56 B, 1 more only listed, to /v);
});

test.serial('what is missing of files is counted, and said of which', async t => {
	const cut = Buffer.concat([tarHeader('a', {size: 4}), tarBody('here'), tarHeader('b', {size: 1000}), Buffer.from('so much')]);
	const file = editedCheckpoint('podman-loop', {'rootfs-diff.tar': cut});
	const checkpoint = await openCheckpoint(file);
	await checkpoint.savedTrees.whenOpen();
	const [all] = (await offeredIn(t, 'changes', ['E'], {checkpoint, process: undefined})).offered;
	const {text, isIncomplete, fields} = await writeOffered(all!, file);
	t.true(isIncomplete);
	t.regex(text, /^2 files with 11 B, lacking 993 B, with 1 problem \(W says why\), to /v);
	t.deepEqual(fields.find(({name}) => name === 'Missing')!.value, ['/b: not all of it is here: 993 bytes lost: cut off or missing']);
	checkpoint.close();
});

test.serial('nothing is written over, nor into the checkpoint', async t => {
	const [heapOnly] = (await offeredIn(t, 'maps', [...filtered('[heap]'), 'e'])).offered;
	const {output} = await writeOffered(heapOnly!, zooFile);
	for (const taken of [output, zooFile]) {
		await t.throwsAsync(heapOnly!.write({output: taken, evidence: zooFile}, () => undefined), {message: new RegExp(`${path.basename(taken)}(?:\\.map\\.json)?: `, 'v')});
	}
});
