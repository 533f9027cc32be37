import {imageOf, messageBytes, word} from './image-file.js';

const desc = {key: 1, uid: 0, gid: 0, cuid: 0, cgid: 0, mode: 0o600, id: 7};

function queued(content: string): Uint8Array {
	const body = messageBytes('ipc_msg', {mtype: 1n, msize: content.length});
	return Buffer.concat([word(body.length), body, Buffer.from(content), new Uint8Array((8 - content.length % 8) % 8)]);
}

const stream = {inq_seq: 1, outq_seq: 2, opt_mask: 7, snd_wscale: 7, mss_clamp: 1460};

const socket = {id: 3, ino: 11, type: 1, state: 10, flags: 0o2, uflags: 0, backlog: 5, peer: 0, fown: {uid: 0, euid: 0, signum: 0, pid_type: 0, pid: 0}, opts: {so_sndbuf: 1, so_rcvbuf: 2, so_snd_tmo_sec: 0n, so_snd_tmo_usec: 0n, so_rcv_tmo_sec: 0n, so_rcv_tmo_usec: 0n, so_filter: [0xffff_ffff_ffff_fffen]}};

/** Images of kinds that no fixture has, or not in every form, as CRIU writes them; by what they are. */
export const madeImages: Readonly<Record<string, Uint8Array>> = {
	'an image without entries': imageOf('FDINFO', []),
	'pipes with and without data': imageOf('PIPES_DATA', [
		{type: 'pipe_data_entry', values: {pipe_id: 1, bytes: 100}, extra: Uint8Array.from({length: 100}, (_, byte) => byte)},
		{type: 'pipe_data_entry', values: {pipe_id: 2, bytes: 0}},
	]),
	'a TCP stream with both queues': imageOf('TCP_STREAM', [{type: 'tcp_stream_entry', values: {...stream, inq_len: 2, outq_len: 3}, extra: Buffer.from('inout')}]),
	'a BPF map': imageOf('BPFMAP_DATA', [{type: 'bpfmap_data_entry', values: {map_id: 1, keys_bytes: 4, values_bytes: 6, count: 2}, extra: Buffer.from('keysvalues')}]),
	'semaphores, padded and not': imageOf('IPCNS_SEM', [
		{type: 'ipc_sem_entry', values: {desc, nsems: 4}, extra: Uint8Array.of(1, 0, 2, 0, 0xff, 0xff, 4, 0)},
		{type: 'ipc_sem_entry', values: {desc, nsems: 1}, extra: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0)},
		{type: 'ipc_sem_entry', values: {desc, nsems: 0}},
	]),
	'message queues, padded and not': imageOf('IPCNS_MSG', [
		{type: 'ipc_msg_entry', values: {desc, qbytes: 100, qnum: 3}, extra: Buffer.concat([queued('12345678'), queued(''), queued('123456789')])},
		{type: 'ipc_msg_entry', values: {desc, qbytes: 100, qnum: 0}},
	]),
	'shared memory with its content, padded and not': imageOf('IPCNS_SHM', [
		{type: 'ipc_shm_entry', values: {desc, size: 5n}, extra: Buffer.from('12345\0\0\0')},
		{type: 'ipc_shm_entry', values: {desc, size: 4n}, extra: Buffer.from('1234')},
		{type: 'ipc_shm_entry', values: {desc, size: 0n}},
	]),
	'shared memory with its content in pagemaps': imageOf('IPCNS_SHM', [
		{type: 'ipc_shm_entry', values: {desc, size: 65_536n, in_pagemaps: true}},
		{type: 'ipc_shm_entry', values: {desc, size: 65_536n, in_pagemaps: true}},
	]),
	'a removed file in one piece': imageOf('GHOST_FILE', [{type: 'ghost_file_entry', values: {uid: 0, gid: 0, mode: 0o100644}, extra: Buffer.from('removed\0')}]),
	'a removed file of no bytes': imageOf('GHOST_FILE', [{type: 'ghost_file_entry', values: {uid: 0, gid: 0, mode: 0o100644, chunks: false}}]),
	'a removed file in chunks': imageOf('GHOST_FILE', [
		{type: 'ghost_file_entry', values: {uid: 0, gid: 0, mode: 0o100644, chunks: true, size: 9_000_000n, dev: 0x80_0001, rdev: 0xffff_ffff}},
		{type: 'ghost_chunk_entry', values: {len: 3n, off: 0n}, extra: Buffer.from('abc')},
		{type: 'ghost_chunk_entry', values: {len: 2n, off: 8_999_998n}, extra: Buffer.from('yz')},
	]),
	'what a terminal holds': imageOf('TTY_DATA', [{type: 'tty_data_entry', values: {tty_id: 1, data: Buffer.from([0, 0xff, 0x1b])}}]),
	'UNIX sockets with odd names': imageOf('UNIXSK', ['', '\0abstract=', '/a b ', '.', '\r\n\n', '\0'.repeat(108), 'a'.repeat(108), '\u{ff}\u{80}'].map(name => ({type: 'unix_sk_entry', values: {...socket, name: Buffer.from(name, 'latin1')}}))),
	'Internet sockets': imageOf('INETSK', [[0x0100_007f], [0, 0, 0, 0x0100_0000], [0, 0, 0xffff_0000, 0x0100_007f], [0x8007_0120, 1, 0, 2], [1, 2]].map(words => ({
		type: 'inet_sk_entry',
		values: {id: 1, ino: 2, family: words.length === 1 ? 2 : 10, type: 1, proto: 6, state: 11, src_port: 1, dst_port: 2, flags: 2, backlog: 0, src_addr: words, dst_addr: words, fown: socket.fown, opts: socket.opts},
	}))),
	'files with names of any bytes': imageOf('REG_FILES', [Buffer.from([0x2f, 0xff, 0xc3, 0xa9, 0xed, 0xa0, 0x80, 0xc3]), Buffer.from('/\u{1b}]0;x\u{7}\u{7f}\u{9b}\u{202e}\u{feff}"\\\u{1f600}\u{0}'), Buffer.from('')].map((name, id) => ({
		type: 'reg_file_entry',
		values: {id, flags: 0xffff_ffff, pos: 0xffff_ffff_ffff_ffffn, fown: socket.fown, name, mnt_id: -1},
	}))),
	'numbers at their limits': imageOf('VMAS', [0n, -1n, 0x7fff_ffff_ffff_ffffn, -0x8000_0000_0000_0000n].map(fd => ({
		type: 'vma_entry',
		values: {start: 0xffff_ffff_ff60_0000n, end: 0xffff_ffff_ff60_1000n, pgoff: 0x20_0000_0000_0001n, shmid: 0n, prot: 7, flags: 0x8000_0132, status: 0xffff_ffff, fd},
	}))),
	'cores in every state, of an unknown machine': imageOf('CORE', [0, 1, 2, 3, 6, 7].map(task_state => ({
		type: 'core_entry',
		values: {mtype: 4242, tc: {task_state, exit_code: 0, personality: 0, flags: 0, blk_sigset: 0xffff_ffff_ffff_ffffn, comm: Buffer.from('c')}},
	}))),
	'a field of a newer CRIU': Buffer.concat([imageOf('PAGEMAP', []), word(6), Buffer.from([8, 1, 0xfa, 1, 1, 0xff])]),
	'statistics': imageOf('STATS', [{type: 'stats_entry', values: {restore: {pages_compared: 1n, pages_skipped_cow: 2n, forking_time: 3, restore_time: 4}}}]),
};
