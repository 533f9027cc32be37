import test from 'ava';
import {readExactly} from '../../source/archive/byte-source.js';
import type {Payload} from '../../source/criu/cursor.js';
import {findImageDirectories} from '../../source/criu/find-image-directories.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {imageOf, messageBytes, word} from '../support/image-file.js';
import {memoryArchive} from '../support/memory-archive.js';
import {openFixture} from '../support/open-fixture.js';

const desc = {key: 1, uid: 0, gid: 0, cuid: 0, cgid: 0, mode: 0o600, id: 7};

const [zoo] = findImageDirectories(await openFixture('podman-zoo'));

const directoryOf = (name: string, file: Uint8Array) => new ImageDirectory(memoryArchive({[name]: file}), '');

function text({source, position, length}: Payload): string {
	return Buffer.from(readExactly(source, 'payload', position, length)).toString();
}

test('the bytes left in a pipe', t => {
	const [entry] = zoo!.entries('pipes-data.img', 'pipe_data_entry');
	t.is(text(entry!.extra), 'bytes left in the pipe');
});

test('the packets queued in a socket', t => {
	const [entry] = zoo!.entries('sk-queues.img', 'sk_packet_entry');
	t.is(text(entry!.extra), 'queued in a socketpair');
});

test('what a TCP connection has not read', t => {
	const [entry] = zoo!.entries('tcp-stream-12302.img', 'tcp_stream_entry');
	t.is(text(entry!.extra.inq), 'GET /exfil?token=abc HTTP/1.1\r\n\r\n');
	t.is(entry!.extra.outq.length, 0);
});

test('a TCP stream\'s queues follow each other', t => {
	const values = {inq_len: 2, outq_len: 3};
	const required = {inq_seq: 0, outq_seq: 0, opt_mask: 0, snd_wscale: 0, mss_clamp: 0};
	const directory = directoryOf('tcp-stream-a.img', imageOf('TCP_STREAM', [{type: 'tcp_stream_entry', values: {...required, ...values}, extra: Buffer.from('inout')}]));
	const [entry] = directory.entries('tcp-stream-a.img', 'tcp_stream_entry');
	t.deepEqual([text(entry!.extra.inq), text(entry!.extra.outq)], ['in', 'out']);
});

test('the messages of an IPC queue', t => {
	const [entry] = zoo!.entries('ipcns-msg-11.img', 'ipc_msg_entry');
	t.deepEqual(entry!.extra.map(({message, data}) => [message.mtype, text(data)]), [[42n, 'a queued sysv message']]);
});

test('the messages of an IPC queue are padded up to 8 bytes, an aligned one not at all', t => {
	const queued = (content: string, padding: number) => {
		const body = messageBytes('ipc_msg', {mtype: 1n, msize: content.length});
		return [word(body.length), body, Buffer.from(content), new Uint8Array(padding)];
	};

	const extra = Buffer.concat([...queued('12345678', 0), ...queued('', 0), ...queued('123456789', 7)]);
	const values = {desc, qbytes: 100, qnum: 3};
	const directory = directoryOf('ipcns-msg-1.img', imageOf('IPCNS_MSG', [{type: 'ipc_msg_entry', values, extra}, {type: 'ipc_msg_entry', values: {...values, qnum: 0}}]));
	const entries = directory.entries('ipcns-msg-1.img', 'ipc_msg_entry');
	t.deepEqual(entries.map(entry => entry.extra.map(({data}) => text(data))), [['12345678', '', '123456789'], []]);
	t.deepEqual(directory.problems, []);
});

test('semaphores are padded up to 8 bytes, an aligned set not at all', t => {
	const extra = Uint8Array.of(1, 0, 2, 0, 0xff, 0xff, 4, 0);
	const directory = directoryOf('ipcns-sem-1.img', imageOf('IPCNS_SEM', [
		{type: 'ipc_sem_entry', values: {desc, nsems: 4}, extra},
		{type: 'ipc_sem_entry', values: {desc, nsems: 1}, extra},
		{type: 'ipc_sem_entry', values: {desc, nsems: 0}},
	]));
	t.deepEqual(directory.entries('ipcns-sem-1.img', 'ipc_sem_entry').map(entry => entry.extra), [[1, 2, 65_535, 4], [1], []]);
	t.deepEqual(directory.problems, []);
});

test('shared memory in a pagemap leaves nothing after its entry', t => {
	const values = {desc, size: 65_536n, in_pagemaps: true};
	const directory = directoryOf('ipcns-shm-1.img', imageOf('IPCNS_SHM', [{type: 'ipc_shm_entry', values}, {type: 'ipc_shm_entry', values}]));
	t.deepEqual(directory.entries('ipcns-shm-1.img', 'ipc_shm_entry').map(entry => entry.extra), [undefined, undefined]);
	t.is(zoo!.entries('ipcns-shm-11.img', 'ipc_shm_entry')[0]!.extra, undefined);
});

test('shared memory of old images follows its entry, padded up to 4 bytes', t => {
	const directory = directoryOf('ipcns-shm-1.img', imageOf('IPCNS_SHM', [
		{type: 'ipc_shm_entry', values: {desc, size: 5n}, extra: Buffer.from('12345\0\0\0')},
		{type: 'ipc_shm_entry', values: {desc, size: 4n}, extra: Buffer.from('1234')},
		{type: 'ipc_shm_entry', values: {desc, size: 0n}},
	]));
	t.deepEqual(directory.entries('ipcns-shm-1.img', 'ipc_shm_entry').map(entry => text(entry.extra!)), ['12345', '1234', '']);
	t.deepEqual(directory.problems, []);
});

test('a BPF map\'s keys and values', t => {
	const directory = directoryOf('bpfmap-data.img', imageOf('BPFMAP_DATA', [{type: 'bpfmap_data_entry', values: {map_id: 1, keys_bytes: 4, values_bytes: 6, count: 2}, extra: Buffer.from('keysvalues')}]));
	const [entry] = directory.entries('bpfmap-data.img', 'bpfmap_data_entry');
	t.deepEqual([text(entry!.extra.keys), text(entry!.extra.values)], ['keys', 'values']);
});

test('a deleted file\'s content is the rest of its image', t => {
	const [entry] = zoo!.entries('ghost-file-1.img', 'ghost_file_entry');
	t.is(text(entry!.extra!), 'this file was unlinked: s3cr3t-ghost\n');
});

test('a sparse deleted file\'s content is in chunks', t => {
	const directory = directoryOf('ghost-file-1f.img', imageOf('GHOST_FILE', [
		{type: 'ghost_file_entry', values: {uid: 0, gid: 0, mode: 0o100644, chunks: true, size: 9_000_000n}},
		{type: 'ghost_chunk_entry', values: {len: 3n, off: 0n}, extra: Buffer.from('abc')},
		{type: 'ghost_chunk_entry', values: {len: 2n, off: 8_999_998n}, extra: Buffer.from('yz')},
	]));
	t.is(directory.entries('ghost-file-1f.img', 'ghost_file_entry')[0]!.extra, undefined);
	t.deepEqual(directory.entries('ghost-file-1f.img', 'ghost_chunk_entry').map(({message, extra}) => [message.off, text(extra)]), [[0n, 'abc'], [8_999_998n, 'yz']]);
	t.deepEqual(directory.problems, []);
});

test('what a terminal holds is in its message', t => {
	const directory = directoryOf('tty-data.img', imageOf('TTY_DATA', [{type: 'tty_data_entry', values: {tty_id: 1, data: Buffer.from('typed')}}]));
	t.is(Buffer.from(directory.message('tty-data.img', 'tty_data_entry')!.data).toString(), 'typed');
});
