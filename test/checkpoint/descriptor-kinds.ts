import test from 'ava';
import {imageOf, type EntryToWrite} from '../support/image-file.js';
import {madeUpTable, processOf} from '../support/process-table.js';

const fown = {uid: 0, euid: 0, signum: 0, pid_type: 0, pid: 0};
const options = {so_sndbuf: 0, so_rcvbuf: 0, so_snd_tmo_sec: 0n, so_snd_tmo_usec: 0n, so_rcv_tmo_sec: 0n, so_rcv_tmo_usec: 0n};

/** One process of a made-up dump with these descriptors, and what each of them is in words. */
function describe(fdinfo: Array<{fd: number; id: number; type: number}>, images: Record<string, Uint8Array>) {
	const process = processOf(madeUpTable({
		'pstree.img': imageOf('PSTREE', [{type: 'pstree_entry', values: {pid: 1, ppid: 0, pgid: 1, sid: 1, threads: [1]}}]),
		'core-1.img': imageOf('CORE', [{type: 'core_entry', values: {mtype: 1, tc: {task_state: 1, exit_code: 0, personality: 0, flags: 0, blk_sigset: 0n, comm: Buffer.from('init')}}}]),
		'ids-1.img': imageOf('IDS', [{type: 'task_kobj_ids_entry', values: {vm_id: 1, files_id: 4, fs_id: 1, sighand_id: 1, net_ns_id: 10}}]),
		'fdinfo-4.img': imageOf('FDINFO', fdinfo.map(values => ({type: 'fdinfo_entry', values: {flags: 0, ...values}}))),
		...images,
	}), 1);
	return process.descriptors.map(({type, rawType, target, details}) => [type, rawType, String(target), details.join('; ')]);
}

function describeFile(type: number, field: string, values: object, images: Record<string, Uint8Array> = {}) {
	const [only] = describe([{fd: 3, id: 7, type}], {...images, 'files.img': imageOf('FILES', [{type: 'file_entry', values: {type, id: 7, [field]: {id: 7, ...values}}}])});
	return only;
}

test('fanotify: marks on a mount and on a file', t => {
	t.deepEqual(describeFile(12, 'ffy', {
		flags: 0, fown, faflags: 4, evflags: 0,
		mark: [
			{id: 7, type: 1, mflags: 0, mask: 0x1_00_20, ignored_mask: 0, s_dev: 0, me: {mnt_id: 71, path: Buffer.from('/srv')}},
			{id: 7, type: 0, mflags: 0, mask: 0x2, ignored_mask: 0, s_dev: 47, ie: {i_ino: 12n, f_handle: {bytes: 0, type: 0, handle: []}}},
		],
	}), ['fanotify', 'FANOTIFY', 'anon_inode:[fanotify]', 'asks before content is used; mount 71 /srv FAN_OPEN|FAN_OPEN_PERM; inode 12 on device 0x2f FAN_MODIFY']);
});

test('tun, namespace, BPF map, pidfd, external file', t => {
	t.deepEqual(describeFile(15, 'tunf', {netdev: Buffer.from('tap0'), detached: true}), ['tun', 'TUNF', '/dev/net/tun', 'interface tap0; detached']);
	t.deepEqual(describeFile(14, 'nsf', {ns_id: 10, ns_cflag: 0x40_00_00_00, flags: 0}), ['namespace', 'NS', 'net:[10]', 'the one that the process is in']);
	t.deepEqual(describeFile(14, 'nsf', {ns_id: 2, ns_cflag: 0x40_00_00_00, flags: 0}), ['namespace', 'NS', 'net:[2]', 'another one than the process is in']);
	t.deepEqual(describeFile(19, 'bpf', {flags: 2, pos: 0n, fown, map_type: 1, key_size: 4, value_size: 8, map_id: 5, max_entries: 64, map_flags: 0, memlock: 0n, frozen: true, map_name: Buffer.from('counts'), ifindex: 0}), ['bpf', 'BPFMAP', 'anon_inode:bpf-map', 'hash map 5 counts; keys of 4 bytes, values of 8 bytes; at most 64 entries; frozen']);
	t.deepEqual(describeFile(20, 'pidfd', {ino: 1, flags: 2, nspid: 1, fown}), ['pidfd', 'PIDFD', 'anon_inode:[pidfd]', 'process 1 init']);
	t.deepEqual(describeFile(20, 'pidfd', {ino: 1, flags: 2, nspid: 9, fown}), ['pidfd', 'PIDFD', 'anon_inode:[pidfd]', 'process 9 which is not in this checkpoint']);
	t.deepEqual(describeFile(16, 'ext', {fown}), ['external', 'EXT', 'external file 7', 'handed over by a plugin of CRIU']);
});

test('a type that is not known keeps its number', t => {
	t.deepEqual(describe([{fd: 3, id: 7, type: 99}], {'files.img': imageOf('FILES', [{type: 'file_entry', values: {type: 99, id: 7}}])}), [['unknown', '99', 'file 7 of type 99', '']]);
});

test('an IPv4 connection of an IPv6 socket, and its other side', t => {
	const common = {family: 10, type: 1, proto: 6, state: 1, flags: 2, backlog: 0, fown, opts: options, ns_id: 10};
	const loopback = 0x01_00_00_7f;
	const stream = (unread: number) => imageOf('TCP_STREAM', [{type: 'tcp_stream_entry', values: {inq_len: unread, inq_seq: 1, outq_len: 0, outq_seq: 1, opt_mask: 0, snd_wscale: 0, mss_clamp: 1460}, extra: Buffer.alloc(unread)}]);
	const described = describe([{fd: 3, id: 7, type: 4}, {fd: 4, id: 8, type: 4}], {
		'files.img': imageOf('FILES', [
			{type: 'file_entry', values: {type: 4, id: 7, isk: {...common, id: 7, ino: 1, src_port: 80, dst_port: 5000, src_addr: [0, 0, 0xff_ff_00_00, loopback], dst_addr: [0, 0, 0xff_ff_00_00, loopback]}}},
			{type: 'file_entry', values: {type: 4, id: 8, isk: {...common, family: 2, id: 8, ino: 2, src_port: 5000, dst_port: 80, src_addr: [loopback], dst_addr: [loopback]}}},
		]),
		'tcp-stream-1.img': stream(3),
		'tcp-stream-2.img': stream(0),
	});
	t.deepEqual(described, [
		['inet', 'INETSK', '[::ffff:127.0.0.1]:80 -> [::ffff:127.0.0.1]:5000', 'TCP6 ESTABLISHED; 3 bytes unread, 0 bytes unsent; other side: pid 1 fd 4'],
		['inet', 'INETSK', '127.0.0.1:5000 -> 127.0.0.1:80', 'TCP ESTABLISHED; 0 bytes unread, 0 bytes unsent; other side: pid 1 fd 3'],
	]);
});

test('a UNIX socket with a relative path, removed, whose other side is not in the dump', t => {
	t.deepEqual(
		describeFile(5, 'usk', {ino: 5, type: 5, state: 1, flags: 2, uflags: 0, backlog: 0, peer: 99, fown, opts: options, name: Buffer.from('s.sock\0'), name_dir: Buffer.from('/run/app'), deleted: true, shutdown: 2}),
		['unix', 'UNIXSK', '/run/app/s.sock', 'UNIX SEQPACKET CONNECTED; other side: outside of this checkpoint; shut down for writing'],
	);
});

test('a packet socket names its interface; a netlink socket its groups', t => {
	const packet = {type: 2, protocol: 0x00_08, flags: 2, ifindex: 2, fown, opts: options, version: 0, reserve: 0, aux_data: false, orig_dev: false, vnet_hdr: false, loss: false, timestamp: 0, copy_thresh: 0, ns_id: 10};
	t.deepEqual(
		describeFile(10, 'psk', packet, {'netdev-10.img': imageOf('NETDEV', [{type: 'net_device_entry', values: {type: 2, ifindex: 2, mtu: 1500, flags: 0, name: Buffer.from('eth0')}}])}),
		['packet', 'PACKETSK', 'PACKET ETH_P_IP on interface 2 eth0', 'DGRAM'],
	);
	t.deepEqual(
		describeFile(13, 'nlsk', {ino: 1, protocol: 15, state: 7, flags: 2, portid: 77, groups: [0b101, 1], dst_portid: 0, dst_group: 0, fown, opts: options}),
		['netlink', 'NETLINKSK', 'NETLINK KOBJECT_UEVENT port 77', 'groups 1, 3, 33'],
	);
});

test('images from before files.img: files, pipes, sockets and watches in images of their own', t => {
	const entry = (type: string, values: object): EntryToWrite => ({type, values: {fown, ...values}});
	t.deepEqual(describe([{fd: 0, id: 1, type: 1}, {fd: 1, id: 2, type: 2}, {fd: 2, id: 3, type: 7}, {fd: 3, id: 4, type: 8}], {
		'reg-files.img': imageOf('REG_FILES', [entry('reg_file_entry', {id: 1, flags: 0, pos: 0n, name: Buffer.from('/etc/hosts')})]),
		'pipes.img': imageOf('PIPES', [entry('pipe_entry', {id: 2, pipe_id: 9, flags: 1})]),
		'eventpoll.img': imageOf('EVENTPOLL_FILE', [entry('eventpoll_file_entry', {id: 3, flags: 2})]),
		'eventpoll-tfd.img': imageOf('EVENTPOLL_TFD', [{type: 'eventpoll_tfd_entry', values: {id: 3, tfd: 1, events: 4, data: 0n}}, {type: 'eventpoll_tfd_entry', values: {id: 3, tfd: 77, events: 1, data: 0n}}]),
		'inotify.img': imageOf('INOTIFY_FILE', [entry('inotify_file_entry', {id: 4, flags: 0})]),
		'inotify-wd.img': imageOf('INOTIFY_WD', [{type: 'inotify_wd_entry', values: {id: 4, i_ino: 5n, mask: 2, ignored_mask: 0, s_dev: 1, wd: 1, f_handle: {bytes: 0, type: 0, handle: []}}}]),
	}), [
		['regular', 'REG', '/etc/hosts', ''],
		['pipe', 'PIPE', 'pipe:[9] write end', '0 bytes queued; read end: nobody in this checkpoint'],
		['eventpoll', 'EVENTPOLL', 'anon_inode:[eventpoll]', 'watches 2 descriptors; fd 1 pipe:[9] write end EPOLLOUT; fd 77 (closed) EPOLLIN'],
		['inotify', 'INOTIFY', 'anon_inode:[inotify]', 'watch 1 inode 5 on device 0x1 IN_MODIFY'],
	]);
});

test('deleted files: a ghost, another name, a process that has ended, and the mark of old images', t => {
	const file = (id: number) => ({type: 'file_entry', values: {type: 1, id, reg: {id, flags: 0, pos: 0n, fown, name: Buffer.from(`/f${id}`)}}});
	const described = describe([1, 2, 3, 4].map(id => ({fd: id, id, type: 1})), {
		'files.img': imageOf('FILES', [1, 2, 3, 4].map(id => file(id))),
		'remap-fpath.img': imageOf('REMAP_FPATH', [
			{type: 'remap_file_path_entry', values: {orig_id: 1, remap_id: 26, remap_type: 1}},
			{type: 'remap_file_path_entry', values: {orig_id: 2, remap_id: 40, remap_type: 0}},
			{type: 'remap_file_path_entry', values: {orig_id: 3, remap_id: 50, remap_type: 2}},
			{type: 'remap_file_path_entry', values: {orig_id: 4, remap_id: 0x80_00_00_0b}},
		]),
	});
	t.deepEqual(described.map(facts => facts[3]), [
		'deleted, content should be in the missing ghost-file-1a.img',
		'deleted, another name of it is file 40',
		'of process 50, which had ended',
		'deleted, content should be in the missing ghost-file-b.img',
	]);
});

test('an open file, and a pipe, with very many holders: the first few are named and the rest counted', t => {
	const fds = Array.from({length: 50_000}, (_, fd) => fd);
	const duplicates = describe(fds.map(fd => ({fd, id: 7, type: 6})), {'files.img': imageOf('FILES', [{type: 'file_entry', values: {type: 6, id: 7, efd: {id: 7, flags: 2, fown, counter: 1n}}}])});
	t.is(duplicates[2]![3], 'count 1; same as fd 0, fd 1, fd 3, fd 4 and 49995 more');
	const ends = describe(fds.map(fd => ({fd, id: fd + 1, type: 2})), {'files.img': imageOf('FILES', fds.map(fd => ({type: 'file_entry', values: {type: 2, id: fd + 1, pipe: {id: fd + 1, pipe_id: 5, flags: fd % 2, fown}}})))});
	t.is(ends[2]![3], '0 bytes queued; write end: pid 1 fd 1, pid 1 fd 3, pid 1 fd 5, pid 1 fd 7 and 24996 more');
});
