import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openCheckpoint, type Checkpoint} from '../../source/checkpoint/checkpoint.js';
import type {Untrusted} from '../../source/text/untrusted.js';
import {network} from '../../source/views/network.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {fixturesFolder, unpack} from '../support/fixtures.js';
import {imageOf} from '../support/image-file.js';

const saved = (name: string) => fs.readFileSync(path.join(fixturesFolder, 'netlink', name));
const device = (ifindex: number, name: string, type: number, address?: Uint8Array) => ({type: 'net_device_entry', values: {type, ifindex, mtu: 1500, flags: 0x10_03, name: Buffer.from(name), ...(address && {address})}});

/** A real checkpoint with what the `ip` commands saved of another namespace in place of its own. */
const withNetwork = (more: Record<string, unknown> = {}) => editedCheckpoint('podman-loop', {
	'checkpoint/netdev-10.img': imageOf('NETDEV', [device(1, 'lo', 1), device(2, 'eth0', 3, Buffer.from([0x02, 0x42, 0x0a, 0x58, 0, 7]))]),
	'checkpoint/ifaddr-10.img': saved('ifaddr'),
	'checkpoint/route-10.img': saved('route'),
	'checkpoint/route6-10.img': saved('route6'),
	'checkpoint/rule-10.img': saved('rule'),
	...more,
});

function rows(checkpoint: Checkpoint, kind: string): string[] {
	const all = network.rows(checkpoint);
	return Array.from({length: all.length}, (_, index) => all.at(index)).filter(row => row.kind === kind).map(({name, text}) => `${name} ${text.toString()}`);
}

test('routes read as `ip route` and `ip -6 route` write them', async t => {
	t.deepEqual(rows(await openCheckpoint(withNetwork()), 'route'), [
		'default via 10.88.0.1 dev eth0',
		'10.10.0.0/16 via 2001:db8::9 dev eth0',
		'10.88.0.0/16 dev eth0 proto kernel scope link src 10.88.0.7',
		'192.0.2.0/24 via 10.88.0.9 dev eth0 proto static metric 50',
		'198.51.100.0/24 unreachable',
		'203.0.113.0/24 nexthop via 10.88.0.2 dev eth0 weight 1 nexthop via 10.88.0.3 dev eth0 weight 3',
		'2001:db8::/64 dev eth0 proto kernel metric 256',
		'2001:db8:5::/48 metric 1024 nexthop via 2001:db8::2 dev eth0 weight 1 nexthop via 2001:db8::3 dev eth0 weight 1',
		'default via 2001:db8::1 dev eth0 metric 1024',
	]);
});

test('a route of another table says which', async t => {
	const routes = rows(await openCheckpoint(withNetwork({'checkpoint/route-10.img': saved('route-all')})), 'route');
	t.true(routes.includes('10.9.0.0/16 dev eth0 table 100 scope link src 10.88.0.7 mtu 1400'));
	t.true(routes.includes('127.0.0.1 local dev lo table local proto kernel scope host src 127.0.0.1'));
	t.true(routes.includes('10.88.255.255 broadcast dev eth0 table local proto kernel scope link src 10.88.0.7'));
	t.true(routes.includes('ff00::/8 multicast dev eth0 table local proto kernel metric 256'));
});

test('routing rules read as `ip rule` writes them', async t => {
	t.deepEqual(rows(await openCheckpoint(withNetwork()), 'rule'), [
		'0 from all lookup local',
		'5 from all tos 0x10 goto 100',
		'6 from all oif eth0 lookup main suppress_prefixlength 0',
		'97 not from 10.0.0.0/8 uidrange 0-5 ipproto tcp sport 7 dport 80-90 lookup 7',
		'98 from all to 203.0.113.7 prohibit',
		'99 from all fwmark 0x1/0xff iif eth0 lookup 200',
		'100 from 10.88.0.0/16 lookup 100',
		'32766 from all lookup main',
		'32767 from all lookup default',
	]);
});

test('devices come with their addresses', async t => {
	const checkpoint = await openCheckpoint(withNetwork());
	t.deepEqual(rows(checkpoint, 'device'), ['lo loopback, up, MTU 1500', 'eth0 tun, up, MTU 1500, MAC 02:42:0a:58:00:07']);
	t.deepEqual(rows(checkpoint, 'address'), ['lo 127.0.0.1/8', 'lo ::1/128', 'eth0 10.88.0.7/16', 'eth0 2001:db8::7/64']);
});

test('podman-zoo: a loopback device, three rules and the firewall, whose chain of CRIU\'s own is told', async t => {
	const checkpoint = await openCheckpoint(unpack('podman-zoo'));
	t.deepEqual(rows(checkpoint, 'device'), ['lo loopback, up, MTU 65536']);
	t.deepEqual(rows(checkpoint, 'route'), []);
	t.is(rows(checkpoint, 'rule').length, 3);
	const firewall = rows(checkpoint, 'firewall');
	t.is(firewall[0], 'nftables table ip filter {');
	t.is(firewall.at(-1), 'nftables }');
	t.regex(network.notes!(checkpoint).join('\n'), /chain CRIU is CRIU's own/v);
});

test('what `iptables-save` wrote stands as it is', async t => {
	const text = '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n\nCOMMIT\n';
	const checkpoint = await openCheckpoint(withNetwork({'checkpoint/iptables-10.img': text, 'checkpoint/nftables-10.img': ''}));
	t.deepEqual(rows(checkpoint, 'firewall'), ['iptables *filter', 'iptables :INPUT DROP [0:0]', 'iptables -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT', 'iptables COMMIT']);
	const [namespace] = network.document!(checkpoint) as ReadonlyArray<{readonly iptables: readonly Untrusted[]; readonly nftables: readonly Untrusted[]}>;
	t.is(namespace!.iptables.map(line => `${line.toKey()}\n`).join(''), text);
	t.deepEqual(namespace!.nftables, []);
});

test('a namespace of the pod is not in the dump, and this is said', async t => {
	const checkpoint = await openCheckpoint(unpack('checkpoint-shop'));
	t.is(network.rows(checkpoint).length, 0);
	t.deepEqual(network.notes!(checkpoint), ['Network namespace 10 is not the container\'s own, but known to CRIU as extRootNetNS: it is not in the dump.']);
});

test('without any image of a namespace, this is said', async t => {
	const checkpoint = await openCheckpoint(path.join(unpack('raw-runc'), 'raw-runc'));
	t.is(network.rows(checkpoint).length, 0);
	t.regex(network.notes!(checkpoint).join('\n'), /has dumped nothing of it/v);
});

test('a damaged image costs only what stands in it', async t => {
	const cut = saved('route').subarray(0, -3);
	const checkpoint = await openCheckpoint(withNetwork({'checkpoint/route-10.img': cut}));
	t.deepEqual(rows(checkpoint, 'route'), []);
	t.is(rows(checkpoint, 'rule').length, 9);
	t.regex(network.problems!(checkpoint).join('\n'), /route-10\.img: a damaged record \(at byte \d+\)/v);
});

test('an image of a firewall that is larger than any is not read, and this is said', async t => {
	const checkpoint = await openCheckpoint(withNetwork({'checkpoint/iptables-10.img': Buffer.alloc(5 * 1024 * 1024, '#\n')}));
	t.is(rows(checkpoint, 'rule').length, 9);
	t.regex(network.problems!(checkpoint).join('\n'), /iptables-10\.img: too large to be read: 5242880 bytes/v);
});

test('records that are too short for their kind are told with their place', async t => {
	for (const [image, name, reason] of [['route-10.img', 'route', 'a route without its header'], ['rule-10.img', 'rule', 'a routing rule without its header']] as const) {
		const short = Buffer.from([...saved(name).subarray(0, 4), 20, 0, 0, 0, name === 'rule' ? 32 : 24, ...Array.from({length: 15}, () => 0)]);
		const checkpoint = await openCheckpoint(withNetwork({[`checkpoint/${image}`]: short}));
		t.true(network.problems!(checkpoint).some(message => message.endsWith(`${image}: ${reason} (at byte 20)`)), reason);
	}
});
