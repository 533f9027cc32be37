import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import type {Mount, MountTable} from '../../source/checkpoint/mounts.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {dumpNames, unpack} from '../support/fixtures.js';
import {imageOf} from '../support/image-file.js';

type Spec = {mounts: Array<{destination: string; type: string; source: string; options: string[]}>};

const specOf = (name: string) => JSON.parse(fs.readFileSync(path.join(unpack(name), 'spec.dump'), 'utf8')) as Spec;
const engineDumps = dumpNames.filter(name => fs.existsSync(path.join(unpack(name), 'spec.dump')));

async function tableOf(folder: string): Promise<MountTable> {
	const checkpoint = await openCheckpoint(folder);
	return checkpoint.container.mounts;
}

const text = String;
const summary = ({destination, type, source, isWritable, bind, origin}: Mount) => [destination, type, source].map(text).concat(isWritable ? 'rw' : 'ro', bind ?? '', origin ?? '').join(' ').trim();

for (const name of engineDumps) {
	test(`${name}: every mount of the specification was found, as it is configured there, and none that it doesn't ask for`, async t => {
		const {mounts, problems} = await tableOf(unpack(name));
		const configured = mounts.filter(mount => mount.configured !== undefined);
		const facts = configured.map(mount => [text(mount.destination), text(mount.type), text(mount.source), mount.configured!.options.map(text), mount.isWritable, mount.bind]);
		const expected = specOf(name).mounts.map(({destination, type, source, options}) => [destination, type, source, options, !options.includes('ro'), type === 'bind' ? 'host' : undefined]);
		t.deepEqual(facts.map(row => JSON.stringify(row)).sort(), expected.map(row => JSON.stringify(row)).sort());
		t.true(mounts.every(({found}) => found !== undefined));
		t.deepEqual(mounts.filter(({origin}) => origin === 'none' || origin === 'recursive'), []);
		t.deepEqual(problems, []);
	});
}

for (const name of ['checkpoint-shop', 'checkpoint-ledger']) {
	test(`${name}: what was found is what CRIU's log says, in its order`, async t => {
		const log = fs.readFileSync(path.join(unpack(name), 'dump.log'), 'utf8');
		const line = /type (?<type>\S+) source (?<source>\S+) mnt_id (?<id>\d+) s_dev (?<device>\S+) (?<root>\S+) @ \.(?<destination>\S+) flags (?<flags>\S+) options (?<options>\S*)/gv;
		const expected = [...log.matchAll(line)].map(({groups}) => groups!);
		const {mounts} = await tableOf(unpack(name));
		const place = (device: string | undefined) => `${Number(device) >>> 20}:${Number(device) & 0xfffff}`;
		t.deepEqual(
			mounts.map(({found}) => [found!.id, text(found!.destination), text(found!.source), found!.device]),
			expected.map(({id, destination, source, device}) => [Number(id), destination, source, place(device)]),
		);
		t.deepEqual(mounts.map(({found}) => found!.isReadOnly), expected.map(({flags}) => (Number(flags) & 1) === 1));
		for (const [index, {found}] of mounts.entries()) {
			const {type, root, options} = expected[index]!;
			// CRIU has no number for the file systems of disks, and changes the root of a cgroup's.
			t.is(found!.fileSystem?.toString(), type === 'ext4' ? undefined : type);
			t.is(text(found!.root), type === 'cgroup2' ? '/' : root!);
			t.true(found!.options.map(text).join(',').includes(options!));
		}

		const parents = new Map([...log.matchAll(/Working on (?<id>\d+)->(?<parent>\d+)/gv)].map(({groups}) => [Number(groups!.id), Number(groups!.parent)]));
		t.true(mounts.every(({found}) => found!.parentId === parents.get(found!.id)));
	});
}

test('podman-zoo: what is the host\'s, what can be written to, and what the engine hides', async t => {
	const {mounts} = await tableOf(unpack('podman-zoo'));
	t.deepEqual(mounts.map(mount => summary(mount)).map(line => line.replace(/ \/\S+\/userdata/v, ' USERDATA')), [
		'/ overlay overlay rw  root',
		'/tmpfs tmpfs tmpfs rw  mount',
		'/proc proc proc rw  mount',
		'/dev tmpfs tmpfs rw  mount',
		'/sys sysfs sysfs ro  mount',
		'/lab/zoo.py bind /share/zoo.py ro host mount',
		'/dev/pts devpts devpts rw  mount',
		'/dev/mqueue mqueue mqueue rw  mount',
		'/etc/hosts bind USERDATA/hosts rw host mount',
		'/dev/shm bind USERDATA/shm rw host mount',
		'/run/.containerenv bind USERDATA/.containerenv rw host mount',
		'/etc/hostname bind USERDATA/hostname rw host mount',
		'/sys/fs/cgroup cgroup cgroup ro  mount',
		'/proc/acpi bind tmpfs[/crun/.empty-directory] ro host masked path',
		'/proc/keys bind devtmpfs[/null] ro host masked path',
		'/proc/timer_list bind devtmpfs[/null] ro host masked path',
		'/sys/firmware bind tmpfs[/crun/.empty-directory] ro host masked path',
		'/proc/interrupts bind devtmpfs[/null] ro host masked path',
		'/proc/bus bind proc[/bus] ro container read-only path',
		'/proc/fs bind proc[/fs] ro container read-only path',
		'/proc/irq bind proc[/irq] ro container read-only path',
		'/proc/sys bind proc[/sys] ro container read-only path',
	]);
	t.deepEqual(mounts[1]?.options.map(text), ['rw', 'nosuid', 'nodev', 'relatime', 'size=1024k']);
	t.is(text(mounts[5]?.found?.external), '/lab/zoo.py');
});

test('without a specification, the images tell what is a bind mount', async t => {
	const {mounts} = await tableOf(unpack('raw-runc'));
	t.deepEqual(mounts.filter(({bind}) => bind !== undefined).map(mount => summary(mount)), [
		'/ bind /dev/vda[/tmp/w/share/raw/bundle/rootfs] rw host',
		'/proc/bus bind proc[/bus] ro container',
		'/proc/fs bind proc[/fs] ro container',
		'/proc/irq bind proc[/irq] ro container',
		'/proc/sys bind proc[/sys] ro container',
		'/proc/keys bind tmpfs[/null] rw container',
		'/proc/timer_list bind tmpfs[/null] rw container',
		'/sys/firmware bind tmpfs ro container',
	]);
	t.true(mounts.every(({origin}) => origin === undefined));
});

for (const name of ['raw-plain', 'raw-criu41', 'raw-lazy', 'raw-chain']) {
	test(`${name}: the host's mounts are not part of the dump, and nothing is missing`, async t => {
		t.deepEqual(await tableOf(unpack(name)), {mounts: [], problems: []});
	});
}

const image = 'checkpoint/mountpoints-13.img';

test('without the image of the mounts, they are as configured, and it is said', async t => {
	const {mounts, problems} = await tableOf(editedCheckpoint('podman-zoo', {[image]: undefined}));
	t.deepEqual(mounts.map(({destination}) => text(destination)), specOf('podman-zoo').mounts.map(({destination}) => destination));
	t.deepEqual(problems.map(({message}) => message), [`${image}: missing`]);
	t.deepEqual(mounts.filter(({isWritable}) => !isWritable).map(({destination}) => text(destination)), ['/sys', '/lab/zoo.py', '/sys/fs/cgroup']);
});

test('with a damaged specification, they are as CRIU found them, and it is said', async t => {
	const {mounts, problems} = await tableOf(editedCheckpoint('podman-zoo', {'spec.dump': '{'}));
	t.is(mounts.length, 22);
	t.deepEqual(mounts.filter(({bind}) => bind === 'host').slice(0, 2).map(mount => summary(mount).replace(/tmpfs.*\/userdata/v, 'tmpfs[USERDATA')), [
		'/lab/zoo.py bind /dev/vda[/tmp/w/share/zoo.py] ro host',
		'/etc/hosts bind tmpfs[USERDATA/hosts] rw host',
	]);
	t.regex(problems.map(({message}) => message).join('\n'), /^spec\.dump: not valid JSON[^\n]*$/v);
});

type Entry = Record<string, unknown>;

const some = {fstype: 5, mnt_id: 2, root_dev: 40, parent_mnt_id: 1, flags: 0x20_0000, root: Buffer.from('/'), mountpoint: Buffer.from('/x'), source: Buffer.from('tmpfs'), options: Buffer.from('')};
const mounted = (values: Entry) => ({type: 'mnt_entry', values: {...some, ...values}});
const at = (mountpoint: string): Entry => ({mountpoint: Buffer.from(mountpoint)});

async function made(...entries: Entry[]): Promise<Mount[]> {
	const {mounts} = await tableOf(editedCheckpoint('podman-zoo', {[image]: imageOf('MNTS', entries.map(values => mounted(values)))}));
	return mounts.filter(mount => mount.found !== undefined).toReversed();
}

test('peer groups, and what was removed under a mount', async t => {
	const [shared, slave, unbindable, removed] = await made({shared_id: 3, master_id: 0, flags: 0x30_0000}, {shared_id: 4, master_id: 3, flags: 0x38_0000}, {flags: 0x22_0000}, {deleted: true});
	t.like(shared?.found, {shared: 3, master: undefined, isUnbindable: false, isDeleted: false});
	t.like(slave?.found, {shared: 4, master: 3});
	t.like(unbindable?.found, {shared: undefined, isUnbindable: true});
	t.true(removed?.found?.isDeleted);
	t.deepEqual(slave?.options.map(text), ['rw', 'relatime'], 'the groups are not options');
});

test('the options of the mount, of the file system, and an overlay\'s folder with a comma in its name', async t => {
	const [first, second] = await made({flags: 0x40 | 0x100_0000, sb_flags: 1 | 0x10, options: Buffer.from('lowerdir=/a\\,b,upperdir=/c')}, {flags: 1});
	t.deepEqual(first?.options.map(text), ['ro', 'strictatime', '0x40', 'sync', 'lowerdir=/a\\,b', 'upperdir=/c']);
	t.false(first?.isWritable);
	t.deepEqual(second?.options.map(text), ['ro']);
});

test('file systems that CRIU has no number for', async t => {
	const [plugin, unknown, newer] = await made({fstype: 16, fsname: Buffer.from('ext4')}, {fstype: 0}, {fstype: 99});
	t.deepEqual([plugin, unknown, newer].map(mount => mount?.found?.fileSystem?.toString()), ['ext4', undefined, 'type 99']);
});

test('an image of an old CRIU has the name of what is external where the root would be', async t => {
	const [mount] = await made({ext_mount: true, root: Buffer.from('volume')});
	t.is(text(mount?.found?.external), 'volume');
	t.is(mount?.found?.root, undefined);
	t.is(mount?.bind, 'host');
});

test('what somebody mounted later is told from what the engine did', async t => {
	// Nested mounts come with a recursive one.
	const [later, nested, again, first] = await made(at('/mnt'), at('/lab/zoo.py/below'), at('/tmpfs'), at('/tmpfs'));
	t.deepEqual([later, nested, again, first].map(mount => mount?.origin), ['none', 'recursive', 'none', 'mount']);
});

test('what was configured and is mounted no more is last', async t => {
	const {mounts} = await tableOf(editedCheckpoint('podman-zoo', {[image]: imageOf('MNTS', [mounted(at('/dev/shm'))])}));
	t.deepEqual(mounts.slice(0, 2).map(({destination, found}) => [text(destination), found === undefined]), [['/dev/shm', false], ['/tmpfs', true]]);
	t.is(mounts.length, specOf('podman-zoo').mounts.length);
});

test('a process\'s own mounts come behind those of the first process', async t => {
	const own = 'checkpoint/mountpoints-7.img';
	const {mounts} = await tableOf(editedCheckpoint('podman-zoo', {[own]: imageOf('MNTS', [mounted(at('/private')), mounted(at('/proc'))])}));
	t.deepEqual(mounts.slice(-3).map(({destination, origin, found}) => [text(destination), origin, found?.namespace]), [
		['/proc/sys', 'read-only path', 13],
		['/proc', 'mount', 7],
		['/private', 'none', 7],
	]);
});

test('a damaged entry costs itself', async t => {
	const {mounts, problems} = await tableOf(editedCheckpoint('podman-zoo', {[image]: imageOf('MNTS', [mounted({mountpoint: undefined}), mounted({})])}));
	t.is(mounts.filter(mount => mount.found !== undefined).length, 1);
	t.regex(problems.map(({message}) => message).join('\n'), /mnt_entry\.mountpoint is missing/v);
});

test('fifty thousand mounts of one file system', async t => {
	const entries = function * () {
		for (let id = 0; id < 50_000; id++) {
			yield mounted({mnt_id: id, root: Buffer.from(`/a/b/${id}`), mountpoint: Buffer.from(`/m/${id}`)});
		}
	};

	const {mounts} = await tableOf(editedCheckpoint('podman-zoo', {[image]: imageOf('MNTS', entries())}));
	t.is(mounts.filter(({bind}) => bind === 'host').length, 50_000 + specOf('podman-zoo').mounts.filter(({type}) => type === 'bind').length);
});
