import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {findingsIn, lineOf, newFindings, without} from '../../support/check.js';
import {changeMessages} from '../../support/changed-image.js';
import {editedCheckpoint} from '../../support/edited-checkpoint.js';
import {plainTar, temporaryFolder, unpack} from '../../support/fixtures.js';

const broken = async (file: string) => (await findingsIn(file)).filter(({severity}) => severity === 'broken').map(finding => lineOf(finding));

test('every image that a process must have is missed', async t => {
	for (const name of ['core-6.img', 'ids-6.img', 'mm-6.img', 'fs-6.img', 'pagemap-6.img', 'fdinfo-3.img', 'core-3.img', 'core-5.img']) {
		const found = await newFindings('podman-zoo', without(`checkpoint/${name}`));
		t.true(found.includes(`broken checkpoint/${name}: missing`), `${name}: ${found.join('\n')}`);
	}
});

test('a dump without its inventory, process tree or list of files is not whole', async t => {
	for (const name of ['inventory.img', 'pstree.img', 'files.img']) {
		const found = await newFindings('podman-small', without(`checkpoint/${name}`));
		t.true(found.includes(`broken checkpoint/${name}: missing`), `${name}: ${found.join('\n')}`);
	}
});

test('an image that has lost all its entries is not whole, whatever it was of', async t => {
	for (const name of ['pstree.img', 'mountpoints-13.img', 'netdev-10.img', 'fdinfo-3.img', 'filelocks.img', 'ipcns-msg-11.img', 'ipcns-sem-11.img', 'sk-queues.img', 'seccomp.img']) {
		const found = await newFindings('podman-zoo', folder => {
			fs.truncateSync(path.join(folder, 'checkpoint', name), 8);
		});
		t.true(found.includes(`broken checkpoint/${name}: empty`), `${name}: ${found.join('\n')}`);
	}
});

test('a dump without inventory and process tree has failed half way', async t => {
	const folder = path.join(temporaryFolder(), 'pod');
	for (const name of ['podman-loop', 'podman-small']) {
		fs.cpSync(unpack(name), path.join(folder, name), {recursive: true});
	}

	t.deepEqual(await broken(folder), []);
	without('podman-small/checkpoint/inventory.img', 'podman-small/checkpoint/pstree.img')(folder);
	t.true((await broken(folder)).includes('broken podman-small/checkpoint/inventory.img: missing, as pstree.img is: the dump failed half way'));
});

test('an image that is cut off says where', async t => {
	for (const name of ['files.img', 'mm-1.img', 'pagemap-1.img', 'core-3.img', 'mountpoints-13.img', 'ghost-file-1.img', 'sk-queues.img']) {
		const folder = editedCheckpoint('podman-zoo', {});
		const file = path.join(folder, 'checkpoint', name);
		// A ghost is cut in its description: what follows that has no length of its own.
		fs.truncateSync(file, name.startsWith('ghost') ? 20 : fs.statSync(file).size - 3);
		const found = (await findingsIn(folder)).filter(({check}) => check === 'damaged-image');
		t.is(found.length, 1, name);
		t.like(found[0], {severity: 'broken', file: `checkpoint/${name}`});
		t.regex(found[0]!.text, /^\d+ bytes expected, \d+ left$/v);
		t.true(found[0]!.offset! > 0);
	}
});

test('addresses, routes and rules of a network that are cut off, or are something else', async t => {
	for (const family of ['ifaddr', 'route', 'route6', 'rule']) {
		const name = `checkpoint/${family}-10.img`;
		const cut = await newFindings('podman-small', folder => {
			const file = path.join(folder, name);
			fs.truncateSync(file, fs.statSync(file).size - 1);
		});
		t.is(cut.length, 1);
		t.regex(cut[0]!, new RegExp(`^broken ${name}: (?:a damaged record|not what \`ip (?:route|addr|rule) save\` writes)$`, 'v'));
		t.regex((await newFindings('podman-small', folder => {
			fs.writeFileSync(path.join(folder, name), 'a text');
		})).join('\n'), new RegExp(`^broken ${name}: not what \`ip .* save\` writes$`, 'v'));
	}
});

test('an image that is not what its name says', async t => {
	t.true((await newFindings('raw-plain', folder => {
		fs.copyFileSync(path.join(folder, 'raw-plain/core-7938.img'), path.join(folder, 'raw-plain/fs-7938.img'));
	})).includes('broken raw-plain/fs-7938.img: magic CORE (0x55053847) found, FS (0x51403912) expected by the file\'s name'));
});

test('the statistics are an image as well, also where the engine has put them', async t => {
	t.deepEqual(await newFindings('podman-small', folder => {
		fs.truncateSync(path.join(folder, 'stats-dump'), 10);
	}), ['broken stats-dump: 4 bytes expected, 2 left']);
});

test('an image of a kind that is not known is not checked; files of plugins have no kind', async t => {
	t.deepEqual(await newFindings('raw-plain', folder => {
		fs.writeFileSync(path.join(folder, 'raw-plain/newer.img'), 'of another form');
		fs.writeFileSync(path.join(folder, 'raw-plain/notes.txt'), 'no image');
	}), ['note raw-plain/newer.img: an image of a kind that is not known: it is not checked']);
});

test('what was left over from an earlier dump into the same directory is no damage', async t => {
	t.deepEqual(await newFindings('raw-plain', folder => {
		for (const family of ['core', 'mm', 'pagemap', 'ids', 'fs']) {
			fs.copyFileSync(path.join(folder, `raw-plain/${family}-7940.img`), path.join(folder, `raw-plain/${family}-51.img`));
		}
	}), ['note raw-plain/core-51.img: a task that the process tree does not have (51): left over from another dump?']);
});

test('encrypted images can\'t be checked', async t => {
	const folder = editedCheckpoint('raw-plain', {'raw-plain/cipher.img': new Uint8Array(8), 'raw-plain/core-7938.img': 'encrypted'});
	t.deepEqual((await findingsIn(folder)).map(finding => lineOf(finding)), [
		'broken raw-plain/cipher.img: the images are encrypted: what is in them can\'t be read, nor checked',
		'needs raw-plain/cipher.img: the private key',
	]);
});

test('compressed pages need a CRIU that knows them', async t => {
	t.deepEqual(await newFindings('raw-plain', folder => {
		changeMessages(path.join(folder, 'raw-plain/inventory.img'), 'inventory_entry', inventory => ({...inventory, img_version: 3}));
	}), ['needs raw-plain/inventory.img: CRIU with LZ4, for images of version 3: the pages are compressed']);
});

test('a log that says that the dump failed is worth a note', async t => {
	const log = fs.readFileSync(path.join(unpack('raw-plain'), 'raw-plain/dump.log'), 'latin1');
	t.deepEqual(await newFindings('raw-plain', folder => {
		fs.writeFileSync(path.join(folder, 'raw-plain/dump.log'), log.replaceAll(/^.*Dumping finished successfully.*$/gmv, '(00.1) Error (criu/cr-dump.c:2111): Dumping FAILED.'));
	}), ['note raw-plain/dump.log: says that the dump failed']);
});

test('an archive that is cut off is not whole, wherever it is', async t => {
	const whole = fs.readFileSync(plainTar('podman-small'));
	const file = path.join(temporaryFolder(), 'cut.tar');
	for (const length of [whole.length - 10_240, Math.floor(whole.length / 1024) * 512, whole.indexOf('checkpoint/pages-1.img\0') + 512]) {
		fs.writeFileSync(file, whole.subarray(0, length));
		const found = await findingsIn(file);
		t.true(found.some(({severity, check, file: where}) => severity === 'broken' && check === 'archive' && where === file), `${length}`);
	}
});

test('an archive without the mark of its end, or with a member twice, is not whole', async t => {
	const plain = plainTar('podman-small');
	const whole = fs.readFileSync(plain);
	let end = whole.length;
	while (whole[end - 1] === 0) {
		end--;
	}

	const file = path.join(temporaryFolder(), 'open.tar');
	fs.writeFileSync(file, whole.subarray(0, Math.ceil(end / 512) * 512));
	t.deepEqual(await broken(file), [`broken ${file}: ends without the mark of the end of a tar`]);
	execFileSync('tar', ['-rf', plain, '-C', unpack('podman-small'), 'checkpoint/pstree.img']);
	t.regex((await broken(plain)).join('\n'), /^broken .*pstree\.img.*$/v);
});
