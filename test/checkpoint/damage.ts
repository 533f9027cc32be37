import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {attempt} from '../../source/archive/attempt.js';
import type {Process} from '../../source/checkpoint/process.js';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {plainTar, temporaryFolder} from '../support/fixtures.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {changedTable, processOf} from '../support/process-table.js';

/** Removes images of podman-zoo, and says what that costs. */
async function without(...names: string[]) {
	return changedTable('podman-zoo', images => {
		for (const name of names) {
			fs.rmSync(path.join(images, name));
		}
	});
}

const properties = ['state', 'comm', 'argv', 'environ', 'exe', 'cwd', 'root', 'umask', 'credentials', 'threads', 'descriptors', 'memory'] as const;

function failures(process: Process): Record<string, string> {
	return Object.fromEntries(properties.flatMap(property => {
		const result = attempt(() => process[property]);
		return result.state === 'ready' ? [] : [[property, result.error.message]];
	}));
}

function detail(process: Process, fd: number): string {
	return String(process.descriptors.find(descriptor => descriptor.fd === fd)?.details.join('; '));
}

test('without files.img, what has a file fails and names it; the rest stands', async t => {
	const table = await without('files.img');
	const message = 'checkpoint/files.img: missing';
	t.deepEqual(failures(processOf(table, 1)), {exe: message, cwd: message, root: message, descriptors: message});
	// A dead task never had any.
	t.deepEqual(failures(processOf(table, 5)), {memory: 'checkpoint/mm-5.img: missing'});
});

test('without its mm image, a process has no memory, no arguments and no executable', async t => {
	const table = await without('mm-1.img');
	const failed = failures(processOf(table, 1));
	t.deepEqual(Object.keys(failed), ['argv', 'environ', 'exe', 'memory']);
	for (const message of Object.values(failed)) {
		t.true(message.startsWith('checkpoint/mm-1.img: '), message);
	}

	t.deepEqual(failures(processOf(table, 7)), {});
});

test('without the core of one process, what stands in other images is still there', async t => {
	const table = await without('core-7.img');
	const process = processOf(table, 7);
	const message = 'checkpoint/core-7.img: missing';
	t.deepEqual(failures(process), {state: message, comm: message, credentials: message});
	t.is(String(process.argv.strings[0]), '␛[31mevil␛[0m');
	t.deepEqual(process.threads.map(({tid, problem}) => [tid, problem?.message]), [[7, message]]);
	t.deepEqual(process.descriptors.map(({fd}) => fd), [0, 1, 2, 26, 27]);
	t.deepEqual(failures(processOf(table, 1)), {});
});

test('without the core of one thread, only that thread is unknown', async t => {
	const {threads} = processOf(await without('core-3.img'), 1);
	t.deepEqual(threads.map(({name, problem}) => [String(name), problem?.message]), [['python3', undefined], ['zoo-worker-0', undefined], ['', 'checkpoint/core-3.img: missing'], ['zoo-worker-2', undefined]]);
});

test('without one process\'s descriptors, the others say that they do not know who holds the other end', async t => {
	const table = await without('fdinfo-3.img');
	t.deepEqual(failures(processOf(table, 6)), {descriptors: 'checkpoint/fdinfo-3.img: missing'});
	t.is(detail(processOf(table, 1), 1), '0 bytes queued; read end: not known (checkpoint/fdinfo-3.img: missing); same as pid 7');
	t.is(detail(processOf(table, 1), 8), '22 bytes queued; write end: pid 1 fd 9, who else is not known (checkpoint/fdinfo-3.img: missing)');
});

test('a damaged queue costs the detail, not the descriptor', async t => {
	const table = await changedTable('podman-zoo', images => {
		fs.writeFileSync(path.join(images, 'tcp-stream-12302.img'), 'no image at all');
		fs.writeFileSync(path.join(images, 'filelocks.img'), 'no image at all');
	});
	const process = processOf(table, 1);
	t.regex(detail(process, 16), /^TCP ESTABLISHED; queued bytes are not known \(checkpoint\/tcp-stream-12302\.img: .+\); other side: pid 1 fd 15/v);
	t.regex(detail(process, 28), /locks are not known \(checkpoint\/filelocks\.img: /v);
	t.is(process.descriptors.find(({fd}) => fd === 16)?.socket?.receiveQueue, undefined);
	t.regex(detail(process, 15), /0 bytes unread/v);
});

test('a cut files.img keeps what comes before the cut, and the rest of the descriptors say what is missing', async t => {
	const table = await changedTable('podman-zoo', images => {
		const file = path.join(images, 'files.img');
		fs.truncateSync(file, fs.statSync(file).size - 400);
	});
	const {descriptors} = processOf(table, 1);
	t.is(descriptors.length, 35);
	t.is(String(descriptors[0]?.target), '/dev/null');
	const lost = descriptors.filter(({type}) => type === 'unknown');
	t.deepEqual(lost.map(({fd, rawType}) => [fd, rawType]), [[30, 'REG'], [31, 'REG'], [32, 'REG'], [33, 'REG'], [34, 'EVENTPOLL']]);
	t.is(lost.at(-1)?.details.join('; '), 'no image describes file 53; same as pid 6');
});

test('a damaged inventory costs no descriptors', async t => {
	const table = await changedTable('podman-zoo', images => {
		const file = path.join(images, 'inventory.img');
		fs.writeFileSync(file, fs.readFileSync(file).subarray(0, 12));
	});
	t.deepEqual(failures(processOf(table, 1)), {});
	t.is(processOf(table, 1).descriptors.length, 35);
});

test('what was queued is not known where the archive has lost the image that would say so', async t => {
	const whole = fs.readFileSync(plainTar('podman-zoo'));
	const file = path.join(temporaryFolder(), 'cut.tar');
	// CRIU writes this image where there is something to write: without it, and without damage, nothing was queued.
	fs.writeFileSync(file, whole.subarray(0, whole.indexOf('checkpoint/sk-queues.img\0')));
	const checkpoint = await openCheckpoint(file);
	t.teardown(() => {
		checkpoint.close();
	});
	t.regex(detail(checkpoint.process(1)!, 20), /what is queued is not known \(checkpoint\/sk-queues\.img: not found in what is left of the archive \(.+\)\)/v);
	t.regex(detail(checkpoint.process(1)!, 8), /^22 bytes queued/v);
});

test('an archive that is cut before its process tree still has its processes', async t => {
	const whole = fs.readFileSync(plainTar('podman-zoo'));
	const file = path.join(temporaryFolder(), 'cut.tar');
	// The tree comes after the pages, which are nearly all of an archive; so does the list of deleted files.
	fs.writeFileSync(file, whole.subarray(0, whole.indexOf('checkpoint/pstree.img\0')));
	const checkpoint = await openCheckpoint(file);
	t.teardown(() => {
		checkpoint.close();
	});
	t.deepEqual(checkpoint.processes.map(({pid, ppid, orphan, state}) => [pid, ppid, orphan, state]), [[1, undefined, true, 'alive'], [5, undefined, true, 'dead'], [6, undefined, true, 'stopped'], [7, undefined, true, 'alive']]);
	t.deepEqual(checkpoint.process(1)!.argv.strings.map(String), ['python3', '-W', 'ignore', '/lab/zoo.py']);
	const {descriptors} = checkpoint.process(1)!;
	const withNames = new Set(['regular', 'fifo']);
	t.true(descriptors.every(({type, deleted}) => withNames.has(type) === (deleted === undefined)));
	t.is(checkpoint.process(1)!.exe?.deleted, undefined);
	t.regex(detail(checkpoint.process(1)!, 5), /whether it was deleted is not known \(checkpoint\/remap-fpath\.img: not found in what is left/v);
	t.regex(detail(checkpoint.process(1)!, 7), /whether it was deleted is not known/v);
	t.regex(detail(checkpoint.process(1)!, 15), /^TCP ESTABLISHED; queued bytes are not known \(checkpoint\/tcp-stream-12301\.img: not found in what is left/v);
	const incomplete = new Map(checkpoint.process(1)!.descriptors.map(({fd, incomplete: damage}) => [fd, damage?.file]));
	t.deepEqual([5, 7, 15, 21, 23].map(fd => incomplete.get(fd)), ['checkpoint/remap-fpath.img', 'checkpoint/remap-fpath.img', 'checkpoint/tcp-stream-12301.img', undefined, undefined]);
	t.true(checkpoint.problems.some(({message}) => message === 'checkpoint/pstree.img: damaged or missing: 4 processes are known by the core alone, without parent, session and other threads'));
});

test('a process that is in the damaged part of the tree is listed with what its core says', async t => {
	const table = await changedTable('podman-zoo', images => {
		const file = path.join(images, 'pstree.img');
		fs.writeFileSync(file, fs.readFileSync(file).subarray(0, 40));
	});
	t.deepEqual(table.processes.map(({pid, ppid}) => [pid, ppid]), [[1, 0], [5, undefined], [6, undefined], [7, undefined]]);
});

test('damage that is found while memory is read is among the problems: in a pagemap, in mappings, in shared objects, in a parent', async t => {
	const problemsAfter = async (name: string, file: string, change: (bytes: Buffer) => Uint8Array) => {
		const folder = editedCheckpoint(name, {});
		const damaged = path.join(folder, file);
		fs.writeFileSync(damaged, change(fs.readFileSync(damaged)));
		const checkpoint = await openCheckpoint(folder);
		t.teardown(() => {
			checkpoint.close();
		});
		// What is damaged is found when it is asked for.
		for (const process of checkpoint.processes) {
			attempt(() => [...process.memory.runs(0n, 1n << 64n)]);
		}

		return checkpoint.problems.map(({file: where}) => where);
	};

	const withoutEnd = (bytes: Buffer) => bytes.subarray(0, -3);
	const withoutMagic = (bytes: Buffer) => Buffer.concat([Buffer.alloc(8), bytes.subarray(8)]);
	t.deepEqual(await problemsAfter('podman-zoo', 'checkpoint/pagemap-1.img', withoutEnd), ['checkpoint/pagemap-1.img']);
	t.deepEqual(await problemsAfter('podman-zoo', 'checkpoint/mm-1.img', withoutEnd), ['checkpoint/mm-1.img']);
	t.deepEqual(await problemsAfter('podman-zoo', 'checkpoint/pagemap-shmem-0.img', withoutMagic), ['checkpoint/pagemap-shmem-0.img']);
	t.deepEqual(await problemsAfter('raw-chain', 'pre-dump/pagemap-8099.img', withoutEnd), ['pre-dump/pagemap-8099.img']);
});
