import test from 'ava';
import {ImageDirectory} from '../../../source/criu/image-directory.js';
import {readInterfaceAddresses} from '../../../source/checkpoint/network/interface-addresses.js';
import {readNetworkDevices} from '../../../source/checkpoint/network/network-devices.js';
import {memoryArchive} from '../../support/memory-archive.js';
import {fixtureImages} from '../../support/memory.js';

const addressesIn = (bytes: Uint8Array) => [...readInterfaceAddresses(new ImageDirectory(memoryArchive({'ifaddr-1.img': bytes}), ''), 'ifaddr-1.img')].map(([index, list]) => [index, list.map(String)]);

const magic = [0x22, 0x12, 0x36, 0x47];

function message(type: number, ...content: number[]): number[] {
	return [16 + content.length, 0, 0, 0, type, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...content];
}

test('the loopback interface of a container has its two addresses', async t => {
	for (const name of ['podman-zoo', 'px-i386']) {
		const devices = readNetworkDevices(await fixtureImages(name)).map(({name: device, addresses}) => [String(device), addresses.map(String)]);
		t.deepEqual(devices, [['lo', ['127.0.0.1/8', '::1/128']]], name);
	}
});

test('of a connection from point to point, the own address is shown', t => {
	t.deepEqual(addressesIn(Buffer.from([...magic, ...message(20, 2, 24, 0, 0, 5, 0, 0, 0, 8, 0, 1, 0, 10, 8, 0, 1, 8, 0, 2, 0, 10, 8, 0, 2)])), [[5, ['10.8.0.2/24']]]);
});

test('other messages and attributes are passed over', t => {
	t.deepEqual(addressesIn(Buffer.from([...magic, ...message(3), ...message(20, 2, 24, 0, 0, 5, 0, 0, 0, 7, 0, 3, 0, 0x6c, 0x6f, 0, 0, 8, 0, 1, 0, 10, 8, 0, 1)])), [[5, ['10.8.0.1/24']]]);
});

test('damage is told with its place', t => {
	t.throws(() => addressesIn(Buffer.from('no netlink')), {name: 'InputError', message: /^ifaddr-1\.img: not what `ip addr save` writes/v});
	t.throws(() => addressesIn(Buffer.alloc(2)), {name: 'InputError', message: /^ifaddr-1\.img: not what `ip addr save` writes/v});
	t.throws(() => addressesIn(Buffer.from([...magic, 0, 0, 0, 0])), {name: 'InputError', message: 'ifaddr-1.img: a damaged record (at byte 4)'});
	t.throws(() => addressesIn(Buffer.from([...magic, ...message(20, 2)])), {name: 'InputError', message: 'ifaddr-1.img: an address without its header (at byte 20)'});
	t.throws(() => addressesIn(Buffer.from([...magic, ...message(20, 2, 24, 0, 0, 5, 0, 0, 0, 0, 0, 1, 0)])), {name: 'InputError', message: 'ifaddr-1.img: a damaged record (at byte 28)'});
});
