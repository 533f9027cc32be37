import test from 'ava';
import {processOf, processTable} from '../support/process-table.js';

const zoo = await processTable('podman-zoo');

/** What zoo.py opened, in the order of its descriptors: type, target, and what else is told of it. */
const opened: ReadonlyArray<readonly [fd: number, type: string, target: string, ...details: string[]]> = [
	[0, 'regular', '/dev/null', 'character device', 'mode 0666', 'same as pid 6, pid 7'],
	[4, 'regular', '/tmp/zoo/regular.txt', 'mode 0644', '19 bytes'],
	[5, 'regular', '/tmp/zoo/deleted-secret.txt', 'mode 0644', '37 bytes', 'deleted, content in ghost-file-1.img'],
	[6, 'regular', '/tmp/zoo/app.log', 'mode 0644'],
	[7, 'fifo', '/tmp/zoo/fifo', 'both ends', '0 bytes queued'],
	[8, 'pipe', 'pipe:[74491] read end', '22 bytes queued', 'write end: pid 1 fd 9, pid 6 fd 9'],
	[9, 'pipe', 'pipe:[74491] write end', '22 bytes queued', 'read end: pid 1 fd 8, pid 6 fd 8'],
	[10, 'inet', '127.0.0.1:5353', 'UDP'],
	[11, 'inet', '[::1]:5354', 'UDP6', 'IPv6 only'],
	[12, 'inet', '0.0.0.0:8080', 'TCP LISTEN', 'backlog 16'],
	[13, 'inet', '[::]:8081', 'TCP6 LISTEN', 'backlog 16'],
	[14, 'inet', '127.0.0.1:9999', 'TCP LISTEN', 'backlog 1'],
	[15, 'inet', '127.0.0.1:48750 -> 127.0.0.1:9999', 'TCP ESTABLISHED', '0 bytes unread, 0 bytes unsent', 'other side: pid 1 fd 16, pid 6 fd 16'],
	[16, 'inet', '127.0.0.1:9999 -> 127.0.0.1:48750', 'TCP ESTABLISHED', '33 bytes unread, 0 bytes unsent', 'other side: pid 1 fd 15, pid 6 fd 15'],
	[17, 'unix', '/tmp/zoo/ctl.sock', 'UNIX STREAM LISTEN', 'backlog 4'],
	[18, 'unix', '@zoo-abstract', 'UNIX DGRAM'],
	[19, 'unix', 'socket:[74501]', 'UNIX STREAM CONNECTED', 'other side: pid 1 fd 20, pid 6 fd 20'],
	[20, 'unix', 'socket:[74502]', 'UNIX STREAM CONNECTED', '22 bytes queued in 1 packet', 'other side: pid 1 fd 19, pid 6 fd 19'],
	[21, 'netlink', 'NETLINK ROUTE port 1'],
	[22, 'packet', 'PACKET ETH_P_ALL on every interface', 'RAW'],
	[23, 'eventfd', 'anon_inode:[eventfd]', 'count 7'],
	[24, 'memfd', '/memfd:payload', '27 bytes', 'F_SEAL_SEAL', 'content in pagemap-shmem-1040.img'],
	// Some seconds had passed since it was set to 3600.
	[25, 'timerfd', 'anon_inode:[timerfd]', 'CLOCK_MONOTONIC', 'expires in 3595.279732480 s', 'every 60 s'],
	[26, 'signalfd', 'anon_inode:[signalfd]', 'SIGUSR1', 'same as pid 6, pid 7'],
	[27, 'inotify', 'anon_inode:[inotify]', 'watch 1 /tmpfs IN_MODIFY|IN_CREATE|IN_DELETE', 'same as pid 6, pid 7'],
	[28, 'regular', '/tmp/zoo/lock', 'mode 0644', '0 bytes', 'flock exclusive'],
	[29, 'regular', '/tmp/zoo/plock', 'mode 0644', '0 bytes', 'POSIX write lock on bytes 5 to 14'],
	[30, 'regular', '/usr/bin/python3.14', 'mode 0755', '8317256 bytes', 'same as fd 31, pid 6'],
	[32, 'regular', '/dev/shm/zoo-shm', 'mode 0600', '65536 bytes', 'same as fd 33, pid 6'],
	[34, 'eventpoll', 'anon_inode:[eventpoll]', 'watches 1 descriptor', 'fd 12 0.0.0.0:8080 EPOLLIN|EPOLLERR|EPOLLHUP'],
];

for (const [fd, type, target, ...details] of opened) {
	test(`podman-zoo: fd ${fd} is ${target}`, t => {
		const descriptor = processOf(zoo, 1).descriptors.find(candidate => candidate.fd === fd)!;
		// All of them were inherited by pid 6.
		const shared = details.some(detail => detail.startsWith('same as')) ? [] : ['same as pid 6'];
		t.deepEqual([descriptor.type, String(descriptor.target), ...descriptor.details.map(String)], [type, target, ...details, ...shared]);
	});
}

test('podman-zoo: how the files were opened', t => {
	const descriptors = new Map(processOf(zoo, 1).descriptors.map(descriptor => [descriptor.fd, descriptor]));
	t.deepEqual(descriptors.get(4)?.flags, ['O_RDWR', 'O_LARGEFILE']);
	t.is(descriptors.get(4)?.position, 19n);
	t.deepEqual(descriptors.get(6)?.flags, ['O_WRONLY', 'O_APPEND', 'O_LARGEFILE']);
	t.true(descriptors.get(6)?.closeOnExec);
	t.false(descriptors.get(26)?.closeOnExec);
	t.deepEqual([...descriptors.values()].filter(({deleted}) => deleted).map(({fd}) => fd), [5, 24]);
});

test('podman-zoo: sockets as a program would want them', t => {
	const sockets = processOf(zoo, 1).descriptors.flatMap(({fd, socket}) => socket === undefined ? [] : [[fd, socket] as const]);
	const unread = new Map(sockets).get(16);
	t.deepEqual([unread?.family, unread?.protocol, unread?.state, String(unread?.local), String(unread?.remote), unread?.receiveQueue, unread?.sendQueue], ['inet', 'TCP', 'ESTABLISHED', '127.0.0.1:9999', '127.0.0.1:48750', 33, 0]);
	t.deepEqual(sockets.map(([fd]) => fd), [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]);
});

test('podman-zoo: a dead task has a core and a place in the tree, and nothing else', t => {
	const process = processOf(zoo, 5);
	t.is(process.state, 'dead');
	t.is(process.exitCode, 7);
	t.is(process.exitSignal, undefined);
	t.is(String(process.comm), 'python3');
	t.is(process.ppid, 1);
	t.false(process.hasMemory);
	t.deepEqual([process.argv.strings, process.environ.strings, process.threads, process.descriptors], [[], [], [], []]);
	t.deepEqual([process.exe, process.cwd, process.root, process.umask, process.credentials], [undefined, undefined, undefined, undefined, undefined]);
});

test('podman-zoo: a stopped task says so', t => {
	t.is(processOf(zoo, 6).state, 'stopped');
});

test('podman-zoo: hostile arguments are exact in bytes and harmless as text', t => {
	const {argv, environ} = processOf(zoo, 7);
	t.deepEqual(argv.strings.map(({bytes}) => Buffer.from(bytes).toString('utf8')), ['\u001B[31mevil\u001B[0m', '-c', 'import time\ntime.sleep(10000)', 'arg with spaces', '日本語', '', 'tab\there']);
	t.deepEqual(argv.strings.map(String), ['␛[31mevil␛[0m', '-c', 'import time␊time.sleep(10000)', 'arg with spaces', '日本語', '', 'tab␉here']);
	t.deepEqual(environ.strings.map(String), ['ANSI=␛]0;pwned␇', 'UTF8=žluťoučký', 'EMPTY=', 'MULTI=line1␊line2', 'SECRET_KEY=AKIAIOSFODNN7EXAMPLE']);
	t.false(argv.overwritten);
	t.is(argv.missing, undefined);
	// Each address is where the string stands in memory.
	for (const [index, address] of [...argv.addresses, ...environ.addresses].entries()) {
		const {bytes} = [...argv.strings, ...environ.strings][index]!;
		const target = new Uint8Array(bytes.length);
		processOf(zoo, 7).memory.read(address, target);
		t.deepEqual(target, new Uint8Array(bytes));
	}
});

test('podman-zoo: threads have names, and pid 7 a session, a directory and a umask of its own', t => {
	t.deepEqual(processOf(zoo, 1).threads.map(({tid, name, leader}) => [tid, String(name), leader]), [[1, 'python3', true], [2, 'zoo-worker-0', false], [3, 'zoo-worker-1', false], [4, 'zoo-worker-2', false]]);
	const {sid, pgid, cwd, umask} = processOf(zoo, 7);
	t.deepEqual([sid, pgid, String(cwd?.path), umask], [7, 7, '/tmp', 0o077]);
});

test('podman-zoo: no-new-privileges is the process\'s own', t => {
	t.deepEqual([1, 6, 7].map(pid => processOf(zoo, pid).credentials?.noNewPrivileges), [true, false, false]);
});

test('podman-zoo: shared memory has the names the kernel gives it', t => {
	const process = processOf(zoo, 1);
	const {vmas} = process.memory;
	const names = Array.from({length: vmas.length}, (_, index) => vmas.at(index)).map(vma => `${vma.kind} ${String(process.mappingName(vma))}`);
	for (const name of ['memfd /dev/zero (deleted)', 'sysv /SYSV00001234 (deleted)', 'file /dev/shm/zoo-shm', 'heap [heap]', 'stack [stack]']) {
		t.true(names.includes(name));
	}
});

test('a packet socket has no inode, because CRIU keeps none', async t => {
	const sockets = processOf(await processTable('podman-zoo'), 1).descriptors.flatMap(({socket}) => socket ?? []);
	t.deepEqual(sockets.filter(({inode}) => inode === undefined).map(({family}) => family), ['packet']);
});
