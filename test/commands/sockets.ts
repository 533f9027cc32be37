import path from 'node:path';
import test from 'ava';
import {run, runJson} from '../support/command.js';
import {editMessages} from '../support/edit-image.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {expected, fixture} from '../support/fixtures.js';
import {splitQueue} from '../support/split-queue.js';

type Row = {
	pid: number; fd: number; family: string; protocol: string; type: string | null; transport: string | null; state: string | null; kernel_state: string | null;
	local: string; local_address: string | null; local_port: number | null; remote: string | null; remote_address: string | null; remote_port: number | null;
	contents: string[]; inode: number | null; bound_name: string | null; peer_inode: number | null; receive_queue: number | null; send_queue: number | null; receive_buffer: number; send_buffer: number;
};

type Options = {so_sndbuf: number; so_rcvbuf: number};
type Inet = {ino: number; family: number; type: number; proto: number; state: number; src_port: number; dst_port: number; src_addr: number[]; dst_addr: number[]; opts: Options};
type Unix = {ino: number; peer: number; type: number; opts: Options};
type Entry = {id: number; isk?: Inet; usk?: Unix};

const types: Record<number, string> = {1: 'STREAM', 2: 'DGRAM', 3: 'RAW', 5: 'SEQPACKET'};
const dotted = ([word = 0]: readonly number[]) => [0, 8, 16, 24].map(shift => word >>> shift & 0xff).join('.');

for (const name of ['podman-zoo', 'checkpoint-shop', 'raw-plain']) {
	test(`${name}: each field of a socket is what CRIU's own decoder reads`, async t => {
		const {entries} = expected(name, 'images/files.img.json') as {entries: Entry[]};
		const sockets = await runJson<Row[]>(['sockets'], name);
		const byInode = new Map(sockets.map(row => [row.inode, row]));
		const inet = entries.flatMap(({isk}) => isk ?? []);
		for (const {ino, family, type, src_addr: source, src_port: port, dst_addr: destination, dst_port: remotePort, opts} of inet) {
			const isConnected = remotePort !== 0;
			t.like(byInode.get(ino), {
				family: family === 10 ? 'inet6' : 'inet', type: types[type], local_port: port, remote_port: isConnected ? remotePort : null,
				send_buffer: opts.so_sndbuf, receive_buffer: opts.so_rcvbuf, bound_name: null, peer_inode: null,
				...(family === 2 && {local_address: dotted(source), remote_address: isConnected ? dotted(destination) : null}),
			});
		}

		const unix = entries.flatMap(({usk}) => usk ?? []);
		for (const {ino, peer, type, opts} of unix) {
			t.like(byInode.get(ino), {family: 'unix', type: types[type], peer_inode: peer === 0 ? null : peer, local_address: null, local_port: null, send_buffer: opts.so_sndbuf});
		}

		t.true(inet.length + unix.length > 0);
	});
}

test('podman-zoo: an address of version 6, a name that is abstract, queues', async t => {
	const rows = await runJson<Row[]>(['sockets', '-p', '1'], 'podman-zoo');
	t.like(rows.find(({local_port: port}) => port === 5354), {
		family: 'inet6', protocol: 'UDP6', transport: 'UDP', state: null, kernel_state: 'CLOSE',
		local: '[::1]:5354', local_address: '::1', remote: null, remote_address: null,
	});
	t.like(rows.find(({local}) => local === '@zoo-abstract'), {bound_name: '\0zoo-abstract', type: 'DGRAM'});
	t.like(rows.find(({local}) => local === '/tmp/zoo/ctl.sock'), {bound_name: '/tmp/zoo/ctl.sock', state: 'LISTEN'});
	t.like(rows.find(({remote_port: port}) => port === 48_750), {state: 'ESTABLISHED', receive_queue: 33, send_queue: 0});
	t.like(rows.find(({family}) => family === 'netlink'), {type: null, kernel_state: 'CLOSE', local: 'port 1'});
});

for (const name of ['podman-zoo', 'checkpoint-shop', 'raw-plain', 'px-fds', 'podman-bash']) {
	test(`${name}: a socket names its queues as extract takes them, and they have as many bytes as wait`, async t => {
		const rows = await runJson<Row[]>(['sockets'], name);
		const queued = rows.filter(({receive_queue: received, send_queue: sent}) => (received ?? 0) + (sent ?? 0) > 0);
		t.deepEqual(queued.filter(({contents}) => contents.length === 0), []);
		t.deepEqual(rows.filter(row => !queued.includes(row)).flatMap(({contents}) => contents), []);
		for (const {contents, receive_queue: received, send_queue: sent} of queued.slice(0, 3)) {
			const outputs = await Promise.all(contents.map(async content => run(['extract', '-O', fixture(name), content])));
			t.is(outputs.reduce((sum, {output}) => sum + output.length, 0), (received ?? 0) + (sent ?? 0));
		}
	});
}

test('both queues of a connection, and those of sockets with one name, are told apart', async t => {
	const folder = splitQueue(5);
	editMessages(path.join(folder, 'checkpoint/files.img'), 'file_entry', ({usk}) => {
		if (usk !== undefined && (usk.ino === 74_501 || usk.ino === 74_502)) {
			usk.name = Buffer.from('/tmp/zoo/ctl.sock\0');
		}
	});
	const {output} = await run(['sockets', '-p', '1', '--format', 'json', folder]);
	const rows = JSON.parse(output) as Row[];
	const connection = rows.find(({inode}) => inode === 74_498)!;
	t.like(connection, {receive_queue: 5, send_queue: 28, contents: ['127.0.0.1:9999 -> 127.0.0.1:48750 received', '127.0.0.1:9999 -> 127.0.0.1:48750 sent']});
	const [received, sent] = await Promise.all(connection.contents.map(async name => run(['extract', '-O', folder, name])));
	t.is(received!.output, 'GET /');
	t.is(sent!.output, 'exfil?token=abc HTTP/1.1\r\n\r\n');
	t.deepEqual(rows.find(({inode}) => inode === 74_502)!.contents, ['/tmp/zoo/ctl.sock socket:[74502]']);
	const {output: queue} = await run(['extract', '-O', folder, '/tmp/zoo/ctl.sock socket:[74502]']);
	t.is(queue, 'queued in a socketpair');
});

test('a damaged image of queues costs their names, and is told', async t => {
	const folder = editedCheckpoint('podman-zoo', {'checkpoint/sk-queues.img': 'no image at all'});
	const {output} = await run(['sockets', '-p', '1', '--format', 'json', folder]);
	const rows = JSON.parse(output) as Array<Omit<Row, 'contents'> & {contents: string[] | null}>;
	t.is(rows.find(({inode}) => inode === 74_502)!.contents, null);
	t.is(rows.find(({inode}) => inode === 74_498)!.contents!.length, 1);
});

test('a table has no room for what other columns say too', async t => {
	const {output} = await run(['sockets', fixture('podman-zoo')]);
	t.regex(output, /^PID FD Protocol +Local +Remote +State +Recv-Q Other side +Inode Contents$/mv);
	const {output: csv} = await run(['sockets', '--format', 'csv', fixture('podman-zoo')]);
	t.true(csv.includes('\n1,16,TCP,127.0.0.1:9999,127.0.0.1:48750,ESTABLISHED,33,0,"pid 1 fd 15, pid 6 fd 15",74498,inet,STREAM,TCP,ESTABLISHED,127.0.0.1,9999,127.0.0.1,48750,,,131072,3939840,127.0.0.1:9999 -> 127.0.0.1:48750 received\n'));
});
