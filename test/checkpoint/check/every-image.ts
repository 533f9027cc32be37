import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {findingsIn} from '../../support/check.js';
import {editedCheckpoint} from '../../support/edited-checkpoint.js';

// Nothing else in a dump says whether there was something to write.
const unmissed = new Set(['filelocks.img', 'ip6tables-10.img', 'ipcns-msg-11.img', 'ipcns-sem-11.img', 'iptables-10.img', 'nftables-10.img', 'route6-10.img', 'sk-queues.img', 'timens-0.img']);

// Text, and archives, which only --deep reads.
const unread = /^(?:nftables-|tmpfs-)/v;

async function isWhole(folder: string): Promise<boolean> {
	return (await findingsIn(folder)).every(({severity}) => severity !== 'broken');
}

test('every image that something leads to is missed, and every one is looked at to its end', async t => {
	const folder = editedCheckpoint('podman-zoo', {});
	const images = path.join(folder, 'checkpoint');
	t.true(await isWhole(folder));
	for (const name of fs.readdirSync(images).filter(file => file.endsWith('.img'))) {
		const file = path.join(images, name);
		const content = fs.readFileSync(file);
		fs.rmSync(file);
		t.is(await isWhole(folder), unmissed.has(name), `${name} is missing`);
		fs.writeFileSync(file, content.subarray(0, Math.max(0, Math.floor(content.length / 2 - 1))));
		t.is(await isWhole(folder), content.length === 0 || unread.test(name), `${name} is cut off`);
		fs.writeFileSync(file, '');
		t.is(await isWhole(folder), content.length === 0 || name.startsWith('nftables-'), `${name} is empty`);
		fs.writeFileSync(file, content);
	}

	t.true(await isWhole(folder));
});
