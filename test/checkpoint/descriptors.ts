import test from 'ava';
import {ipAddress} from '../../source/checkpoint/descriptors/addresses.js';
import {openFlags} from '../../source/checkpoint/open-flags.js';
import {signalName, signalNames} from '../../source/checkpoint/signals.js';
import {processOf, processTable} from '../support/process-table.js';

test('addresses are written as RFC 5952 says', t => {
	const words = (...bytes: number[]) => Array.from({length: bytes.length / 4}, (_, index) => Buffer.from(bytes).readUInt32LE(index * 4));
	const groups = (...values: number[]) => words(...values.flatMap(value => [value >> 8, value & 0xff]));
	t.is(ipAddress(words(127, 0, 0, 1)), '127.0.0.1');
	t.is(ipAddress(groups(0, 0, 0, 0, 0, 0, 0, 0)), '::');
	t.is(ipAddress(groups(0, 0, 0, 0, 0, 0, 0, 1)), '::1');
	t.is(ipAddress(groups(0xfe_80, 0, 0, 0, 1, 0, 0, 1)), 'fe80::1:0:0:1');
	t.is(ipAddress(groups(0x20_01, 0xd_b8, 0, 1, 1, 1, 1, 1)), '2001:db8:0:1:1:1:1:1');
	t.is(ipAddress(groups(1, 2, 3, 4, 5, 6, 0, 0)), '1:2:3:4:5:6::');
	t.is(ipAddress(words(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1)), '::ffff:127.0.0.1');
});

test('flags are the dumping machine\'s', t => {
	const [x86, arm, powerpc, mips] = [1, 3, 4, 6] as const;
	t.deepEqual(openFlags(0o102_002, x86), ['O_RDWR', 'O_APPEND', 'O_LARGEFILE']);
	t.deepEqual(openFlags(0o4_010_001, x86), ['O_WRONLY', 'O_SYNC']);
	t.deepEqual(openFlags(0o10_000, x86), ['O_RDONLY', 'O_DSYNC']);
	t.deepEqual(openFlags(0o200_000, x86), ['O_RDONLY', 'O_DIRECTORY']);
	t.deepEqual(openFlags(0o200_000, arm), ['O_RDONLY', 'O_DIRECT']);
	t.deepEqual(openFlags(0o40_000, arm), ['O_RDONLY', 'O_DIRECTORY']);
	t.deepEqual(openFlags(0o400_000, arm), ['O_RDONLY', 'O_LARGEFILE']);
	t.deepEqual(openFlags(0o200_000, powerpc), ['O_RDONLY', 'O_LARGEFILE']);
	t.deepEqual(openFlags(0x88, mips), ['O_RDONLY', 'O_APPEND', 'O_NONBLOCK']);
	t.deepEqual(openFlags(0x80_00_00_00 | 0, x86), ['O_RDONLY', '020000000000']);
});

test('signals are the dumping machine\'s', t => {
	t.deepEqual(signalNames(1n << 9n | 1n << 63n, 1), ['SIGUSR1', 'SIGRT32']);
	t.is(signalName(10, 6), 'SIGBUS');
	t.is(signalName(16, 6), 'SIGUSR1');
});

test('podman-bash: a terminal with its session, foreground group and size', async t => {
	const [descriptor] = processOf(await processTable('podman-bash'), 12).descriptors;
	t.is(descriptor?.type, 'tty');
	t.is(String(descriptor?.target), '/dev/pts/0');
	t.regex(String(descriptor?.details.join('; ')), /^pseudo-terminal 0; session 1; foreground group 12; 120x40; same as fd 1, fd 2, pid 1/v);
});

test('raw-plain: a connection with 16 unread bytes, and a zombie', async t => {
	const table = await processTable('raw-plain');
	const sockets = processOf(table, 7938).descriptors.flatMap(({socket}) => socket ?? []);
	t.deepEqual(sockets.map(({state, receiveQueue}) => [state, receiveQueue]), [['LISTEN', undefined], ['ESTABLISHED', 16], ['ESTABLISHED', 0]]);
	const dead = processOf(table, 7941);
	// Where the living have threads, the image has bytes that mean nothing.
	t.deepEqual([dead.state, dead.exitCode, dead.threadIds], ['dead', 3, []]);
});

test('px-fds: 5,000 descriptors, each with what is behind it', async t => {
	const {descriptors} = processOf(await processTable('px-fds'), 1);
	t.true(descriptors.length >= 5000);
	t.true(descriptors.every(({type}) => type !== 'unknown'));
	const details = new Map(descriptors.map(descriptor => [descriptor.fd, descriptor.details.map(String)] as const));
	t.deepEqual(details.get(7), ['16 bytes queued', 'write end: pid 1 fd 8']);
	t.deepEqual(details.get(9), ['UNIX STREAM CONNECTED', '16 bytes queued in 1 packet', 'other side: pid 1 fd 10']);
	t.regex(details.get(15)?.at(-1) ?? '', /^same as fd 1, fd 27, fd 39, fd 51 and \d+ more$/v);
	const watches = details.get(3) ?? [];
	t.is(watches[0], 'watches 834 descriptors');
	t.is(watches.length, 835);
	t.true(watches.slice(1).every(text => /^fd \d+ (?:pipe|anon_inode):\[\w+\].* EPOLLIN\|EPOLLERR\|EPOLLHUP$/v.test(text)));
});

test('px-fds: what a descriptor is by itself is told apart from who else holds it or the other end', async t => {
	const {descriptors} = processOf(await processTable('px-fds'), 1);
	const own = new Map(descriptors.map(({fd, ownDetail}) => [fd, ownDetail && String(ownDetail)]));
	t.is(own.get(7), '16 bytes queued');
	t.is(own.get(9), 'UNIX STREAM CONNECTED; 16 bytes queued in 1 packet');
	t.notRegex([...own.values()].join('\n'), /same as|other side|end: /v);
	const inet = processOf(await processTable('podman-zoo'), 1).descriptors.find(({fd}) => fd === 16);
	t.is(String(inet?.ownDetail), 'TCP ESTABLISHED; 33 bytes unread, 0 bytes unsent');
});

test('checkpoint-shop: an open file that is deleted, a listening socket and a connected pair', async t => {
	const {descriptors} = processOf(await processTable('checkpoint-shop'), 1);
	const deleted = descriptors.find(descriptor => descriptor.deleted);
	t.is(String(deleted?.target), '/tmp/.upload-9f3a.tmp');
	t.regex(String(deleted?.details.join('; ')), /deleted, content in ghost-file-\d+\.img/v);
	const sockets = descriptors.flatMap(({socket}) => socket ?? []);
	t.true(sockets.some(({local, state}) => String(local) === '0.0.0.0:18080' && state === 'LISTEN'));
	t.is(sockets.filter(({state}) => state === 'ESTABLISHED').length, 2);
});

test('checkpoint-ledger, raw-criu41, raw-runc and raw-chain: every descriptor is understood', async t => {
	for (const name of ['checkpoint-ledger', 'raw-criu41', 'raw-runc', 'raw-chain', 'podman-loop', 'fx-deleted']) {
		const {processes} = await processTable(name);
		t.true(processes.length > 0);
		for (const {descriptors, pid} of processes) {
			t.deepEqual(descriptors.filter(({type, details: facts}) => type === 'unknown' || facts.join('; ').includes('not known')), [], `pid ${pid} of ${name}`);
		}
	}
});
