import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {Entry} from '../../../source/criu/image.js';
import type {file_entry, inventory_entry, Messages} from '../../../source/criu/schema/messages.js';
import {Untrusted} from '../../../source/text/untrusted.js';
import {findingsIn, newFindings, without, type Told} from '../../support/check.js';
import {changeEntries, changeMessages} from '../../support/changed-image.js';
import {fixture, temporaryFolder, unpack} from '../../support/fixtures.js';
import {imageOf} from '../../support/image-file.js';

const zoo = 'podman-zoo';

const needsOf = (findings: readonly Told[], check: string) => findings.filter(finding => finding.check === check).map(({severity, text}) => `${severity} ${text}`);

async function changed<T extends keyof Messages>(name: string, image: string, type: T, change: (message: Messages[T]) => Messages[T]): Promise<string[]> {
	return newFindings(name, folder => {
		changeMessages(path.join(folder, image), type, change);
	});
}

async function changedInventory(change: Partial<inventory_entry>): Promise<string[]> {
	return changed(zoo, 'checkpoint/inventory.img', 'inventory_entry', inventory => ({...inventory, ...change}));
}

async function changedFile(id: number, change: (entry: file_entry) => file_entry): Promise<string[]> {
	return changed(zoo, 'checkpoint/files.img', 'file_entry', entry => entry.id === id ? change(entry) : entry);
}

test('the machine: its architecture, the size of its pages, and what of its processor is in use', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture(zoo)), 'machine'), ['needs x86_64 with pages of 4096 bytes, and AVX-512']);
	t.deepEqual(needsOf(await findingsIn(fixture('px-i386')), 'machine'), ['needs x86_64 with pages of 4096 bytes']);
	t.true((await newFindings(zoo, folder => {
		fs.writeFileSync(path.join(folder, 'checkpoint/cpuinfo.img'), imageOf('CPUINFO', []));
	})).includes('needs checkpoint/cpuinfo.img: the features of the processor that it lists (--cpu-cap)'));
});

test('the kernel: what the images show that it could do', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture(zoo)), 'kernel'), ['needs a kernel with time namespaces (5.6), or monotonic clocks jump; rseq (4.18); seccomp filters; guard regions (6.13); droppable mappings (6.11)']);
	t.deepEqual(needsOf(await findingsIn(fixture('px-i386')), 'kernel'), ['needs a kernel with time namespaces (5.6), or monotonic clocks jump; rseq (4.18); seccomp filters; 32-bit programs (IA32_EMULATION)']);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-criu41')), 'kernel'), ['needs a kernel with time namespaces (5.6), or monotonic clocks jump; rseq (4.18)']);
	const withBits = await changed('raw-criu41', 'raw-criu41/mm-14149.img', 'mm_entry', mm => ({...mm, vmas: mm.vmas.map((vma, index) => index === 0 ? {...vma, status: 1 << 15 | 1 << 17, flags: vma.flags | 0x4_00_00} : vma)}));
	t.true(withBits.some(line => line.endsWith('a kernel with time namespaces (5.6), or monotonic clocks jump; rseq (4.18); shadow stacks (6.6); huge pages; uprobes')), withBits.join('\n'));
	t.true((await newFindings(zoo, folder => {
		fs.renameSync(path.join(folder, 'checkpoint/timens-0.img'), path.join(folder, 'checkpoint/timens-20.img'));
	})).some(line => line.includes('a kernel with time namespaces (5.6); rseq (4.18)')));
	t.deepEqual(await changedInventory({allow_uprobes: true}), ['needs checkpoint/inventory.img: --allow-uprobes: it was dumped so']);
});

test('pidfds, BPF maps and TUN devices need a kernel that has them', async t => {
	const fown = {uid: 0, euid: 0, signum: 0, pid_type: 0, pid: 0};
	const opened = async (type: number, payload: Partial<file_entry>) => (await changedFile(44, ({efd, ...entry}) => ({...entry, type, ...payload}))).filter(line => line.includes('a kernel with')).map(line => line.split('; ').at(-1));
	t.deepEqual(await opened(20, {pidfd: {id: 44, ino: 1, flags: 0, nspid: 6, fown}}), ['pidfds (5.3)']);
	t.deepEqual(await opened(15, {tunf: {id: 44}}), ['TUN devices']);
	t.deepEqual(await opened(19, {bpf: {id: 44, flags: 0, pos: 0n, fown, map_type: 1, key_size: 4, value_size: 4, map_id: 1, max_entries: 1, map_flags: 0, memlock: 0n, frozen: false, map_name: Untrusted.from('map'), ifindex: 0}}), ['BPF maps']);
});

test('TCP connections: the option, and what they were locked with', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture(zoo)), 'tcp-connections'), [
		'needs --tcp-established: 2 TCP connections, 127.0.0.1:48750 -> 127.0.0.1:9999, 127.0.0.1:9999 -> 127.0.0.1:48750',
		'needs iptables, with which the connections were locked',
	]);
	t.deepEqual(needsOf(await findingsIn(fixture('podman-small')), 'tcp-connections'), []);
	t.deepEqual(await changedInventory({network_lock_method: 1}), ['needs checkpoint/inventory.img: nftables, with which the connections were locked']);
	t.deepEqual(await changedInventory({network_lock_method: 2}), []);
	t.deepEqual(await changedInventory({tcp_close: true}), ['needs checkpoint/inventory.img: --tcp-close: the TCP connections were dumped to be closed']);
});

test('UNIX sockets of processes outside of the dump', async t => {
	t.deepEqual(await changedFile(39, entry => ({...entry, usk: {...entry.usk!, uflags: 1}})), ['needs checkpoint/files.img: --ext-unix-sk: 1 UNIX socket of processes outside of the dump, @zoo-abstract']);
	t.deepEqual(await changedFile(40, entry => ({...entry, usk: {...entry.usk!, uflags: 8}})), ['needs checkpoint/files.img: --inherit-fd: 1 UNIX socket of processes outside of the dump, socket:[74501]']);
});

test('a job of a shell, and terminals whose other side is outside', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture('podman-bash')), 'shell-job'), ['needs --shell-job or --orphan-pts-master: the other side of /dev/pts/0 is outside of the dump']);
	t.deepEqual(await changed('raw-plain', 'raw-plain/pstree.img', 'pstree_entry', entry => ({...entry, sid: 77})), ['needs raw-plain/pstree.img: --shell-job: process 7938 is in session 77, whose leader is outside of the dump']);
	const terminal = async (change: Partial<Messages['tty_info_entry']>) => newFindings('podman-bash', folder => {
		changeMessages(path.join(folder, 'checkpoint/tty-info.img'), 'tty_info_entry', info => ({...info, ...change}));
	});
	t.deepEqual(await terminal({type: 5}), ['needs checkpoint/tty-info.img: --inherit-fd: terminal 0 is handed over from outside of the dump']);
	t.deepEqual(await terminal({pty: {index: 3}}), ['needs checkpoint/tty-info.img: --shell-job or --orphan-pts-master: the other side of /dev/pts/3 is outside of the dump']);
	const both = await newFindings('podman-bash', folder => {
		const file = path.join(folder, 'checkpoint/tty-info.img');
		const [head, slave] = [fs.readFileSync(file).subarray(0, 8), fs.readFileSync(file).subarray(8)];
		changeMessages(file, 'tty_info_entry', info => ({...info, id: 1, rdev: 0x05_02}));
		fs.writeFileSync(file, Buffer.concat([head, slave, fs.readFileSync(file).subarray(8)]));
	});
	t.deepEqual(both, []);
	const findings = await findingsIn(fixture('podman-bash'));
	t.is(findings.find(({check}) => check === 'shell-job')!.offset, 8);
});

test('locks on files', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture(zoo)), 'held-locks'), ['needs --file-locks, or the processes go on without their locks: 2 locks']);
});

test('what is mounted from outside: as CRIU asks for it, and as the engine was told', async t => {
	const [mounts, binds] = needsOf(await findingsIn(fixture(zoo)), 'external-mounts');
	t.is(mounts, 'needs --external mnt[KEY]:PATH, which engines give by themselves, for /lab/zoo.py, /etc/hosts, /dev/shm, /run/.containerenv, /etc/hostname, /proc/acpi (/run/crun/.empty-directory), /proc/keys, /proc/timer_list, /sys/firmware (/run/crun/.empty-directory), /proc/interrupts');
	t.regex(binds!, /^needs files and directories of the host: \/share\/zoo\.py at \/lab\/zoo\.py, .*\/userdata\/hostname at \/etc\/hostname$/v);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-runc')), 'external-mounts'), ['needs --external mnt[KEY]:PATH, which engines give by themselves, for /proc/keys (/dev/null), /proc/timer_list (/dev/null)']);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-plain')), 'external-mounts'), []);
});

test('pipes that lead out of the dump, and files that were marked as external', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture('checkpoint-shop')), 'inherited-files'), ['needs --inherit-fd, or nobody is at the other end of 2 pipes: pipe:[121139] (pid 1 fd 1, pid 20 fd 1, pid 21 fd 1, pid 22 fd 1), pipe:[121140] (pid 1 fd 2, pid 20 fd 2, pid 21 fd 2, pid 22 fd 2)']);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-plain')), 'inherited-files'), []);
	t.deepEqual(await changedFile(24, entry => ({...entry, reg: {...entry.reg!, ext: true}})), ['needs checkpoint/files.img: --external or a plugin, for open files that are not in the dump: /tmp/zoo/regular.txt']);
});

test('a network that is not in the dump: left out, or handed over', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture('raw-runc')), 'outer-namespaces'), ['needs --empty-ns net, and somebody who sets up the network: nothing of the network namespace is in the dump']);
	t.deepEqual(needsOf(await findingsIn(fixture('checkpoint-shop')), 'outer-namespaces'), ['needs a network namespace, which is not in the dump: it comes as extRootNetNS (--external net[…] or --inherit-fd)']);
	t.deepEqual(needsOf(await findingsIn(fixture(zoo)), 'outer-namespaces'), []);
	t.deepEqual(await changed(zoo, 'checkpoint/netdev-10.img', 'net_device_entry', device => ({...device, type: 2, name: Untrusted.from('eth0')})), ['needs checkpoint/netdev-10.img: --external for network devices that lead out of the container: eth0 (veth)']);
	t.deepEqual(await newFindings(zoo, folder => {
		fs.writeFileSync(path.join(folder, 'checkpoint/pidns-9.img'), imageOf('PIDNS', [{type: 'pidns_entry', values: {ext_key: Buffer.from('outerPid')}}]));
	}), ['needs checkpoint/pidns-9.img: --external pid[…]: the pid namespace is not in the dump, it comes as outerPid']);
});

test('a network that is cut off is not left out', async t => {
	const folder = path.join(unpack(zoo), 'checkpoint');
	const isOfNetwork = (name: string) => /^(?:netns|netdev|ifaddr|route6?|rule)-/v.test(name);
	const names = fs.readdirSync(folder);
	const file = path.join(temporaryFolder(), 'cut.tar');
	execFileSync('tar', ['-cf', file, '-C', folder, ...names.filter(name => !isOfNetwork(name)), ...names.filter(name => isOfNetwork(name))]);
	fs.truncateSync(file, fs.readFileSync(file).indexOf(`${names.find(name => isOfNetwork(name))!}\0`));
	const findings = await findingsIn(file);
	t.deepEqual(needsOf(findings, 'outer-namespaces'), []);
	t.deepEqual(needsOf(findings, 'namespaces'), ['netns', 'netdev', 'ifaddr', 'route', 'rule'].map(() => 'broken missing: the net namespace 10 of process 1'));
});

test('process ids that must be free, where the processes have no pid namespace of their own', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture('raw-plain')), 'process-ids'), ['needs free process ids: 7938, 7940, 7941 (the processes had the pid namespace of the host)']);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-runc')), 'process-ids'), []);
});

test('programs that CRIU hands images to', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture(zoo)), 'programs'), ['needs programs on the host: tar and gzip, ip, iptables-restore, ip6tables-restore, nftables']);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-runc')), 'programs'), ['needs programs on the host: tar and gzip']);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-plain')), 'programs'), []);
});

test('plugins and GPUs', async t => {
	t.deepEqual(await changedInventory({plugins_entry: {plugins: [Untrusted.from('amdgpu_plugin'), Untrusted.from('cuda_plugin')]}}), ['needs checkpoint/inventory.img: plugins of CRIU: amdgpu_plugin, cuda_plugin']);
	t.deepEqual(await newFindings(zoo, folder => {
		fs.writeFileSync(path.join(folder, 'checkpoint/amdgpu-pages-1.img'), 'memory of a GPU');
	}), ['needs checkpoint/amdgpu-pages-1.img: amdgpu_plugin of CRIU and the same AMD GPUs: their memory and state are in the dump']);
	t.deepEqual(await changed(zoo, 'checkpoint/mm-6.img', 'mm_entry', mm => ({...mm, vmas: mm.vmas.map((vma, index) => index === 0 ? {...vma, status: 1 << 27} : vma)})), ['needs checkpoint/mm-6.img: a plugin of CRIU, which restores mappings of a device of process 6']);
});

test('the profile of a security module', async t => {
	t.deepEqual(await newFindings(zoo, folder => {
		changeMessages(path.join(folder, 'checkpoint/inventory.img'), 'inventory_entry', inventory => ({...inventory, lsmtype: 2}));
		changeMessages(path.join(folder, 'checkpoint/core-6.img'), 'core_entry', core => ({...core, thread_core: {...core.thread_core!, creds: {...core.thread_core!.creds!, lsm_profile: Untrusted.from('containers-default-0.64')}}}));
	}), ['needs checkpoint/inventory.img: AppArmor, or another profile by --lsm-profile: containers-default-0.64']);
	t.deepEqual(await changedInventory({lsmtype: 1}), []);
});

test('control groups', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture('raw-runc')), 'control-groups'), ['needs --manage-cgroups, or the processes stay in the control groups of whoever restores: /lab-runc, /process_api/90c634f4f54b823e9fabc969d7dbca64']);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-plain')), 'control-groups'), []);
});

test('the file system: the image of the container, or the files that were open', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture(zoo)), 'file-system'), ['needs the image localhost/lab:latest, with rootfs-diff.tar over it']);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-criu41')), 'file-system'), ['needs the file system, with the 13 files that were open or mapped as they were']);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-runc')), 'file-system'), ['needs the file system, with the 3 files that were open or mapped as they were']);
});

test('other names of removed files, and removed files that are large', async t => {
	t.deepEqual(await newFindings(zoo, folder => {
		changeEntries(path.join(folder, 'checkpoint/remap-fpath.img'), entries => [...entries, {...entries[0], message: {orig_id: 24, remap_id: 26, remap_type: 0}} as Entry]);
		fs.appendFileSync(path.join(folder, 'checkpoint/ghost-file-1.img'), new Uint8Array(1024 * 1024));
	}), [
		'needs checkpoint/remap-fpath.img: files that the dump has left in the file system (--link-remap): /tmp/zoo/app.log',
		`note checkpoint/ghost-file-1.img: a removed file of ${fs.statSync(path.join(unpack(zoo), 'checkpoint/ghost-file-1.img')).size + 1024 * 1024} bytes: dumping it again takes --ghost-limit`,
	]);
});

test('the dump that an incremental one builds on', async t => {
	t.deepEqual(needsOf(await findingsIn(fixture('raw-chain')), 'parent-dump'), ['needs the dump that it builds on, which is here, at ../pre-dump']);
	t.deepEqual(needsOf(await findingsIn(fixture('raw-plain')), 'parent-dump'), []);
});

test('a CRIU that is newer, or older, than those in use', async t => {
	t.true((await changedInventory({img_version: 7})).includes('needs checkpoint/inventory.img: a CRIU that knows images of version 7'));
	t.true((await newFindings('raw-plain', folder => {
		changeMessages(path.join(folder, 'raw-plain/inventory.img'), 'inventory_entry', ({fdinfo_per_id, ...inventory}) => inventory);
	})).includes('needs raw-plain/inventory.img: a CRIU as old as the dump: those of today refuse images without fdinfo_per_id'));
});

test('needs are no reason to call a dump broken', async t => {
	for (const name of [zoo, 'checkpoint-shop', 'raw-runc', 'podman-bash']) {
		const findings = await findingsIn(fixture(name));
		t.true(findings.length > 5);
		t.true(findings.every(({severity}) => severity === 'needs'));
	}
});

test('nothing is needed of a parent by itself', async t => {
	const findings = await findingsIn(fixture('raw-chain'));
	t.deepEqual(findings.filter(({file}) => file.startsWith('pre-dump/')), []);
	t.deepEqual(await newFindings('raw-chain', without('pre-dump/dump.log')), []);
});
