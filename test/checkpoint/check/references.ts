import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {readImage} from '../../../source/criu/image.js';
import type {file_entry, Messages} from '../../../source/criu/schema/messages.js';
import {Untrusted} from '../../../source/text/untrusted.js';
import {fileSource} from '../../support/archives.js';
import {findingsIn, newFindings, without} from '../../support/check.js';
import {changeMessages} from '../../support/changed-image.js';
import {editedCheckpoint} from '../../support/edited-checkpoint.js';

const zoo = 'podman-zoo';

/** What is broken, or worth a note, when the messages of one image are changed. */
async function changed<T extends keyof Messages>(image: string, type: T, change: (message: Messages[T]) => Messages[T] | undefined, name = zoo): Promise<string[]> {
	return lost(folder => {
		changeMessages(path.join(folder, 'checkpoint', image), type, change);
	}, name);
}

async function lost(change: (folder: string) => void, name = zoo): Promise<string[]> {
	return (await newFindings(name, change)).filter(line => !line.startsWith('needs'));
}

async function changedFile(id: number, change: (entry: file_entry) => file_entry | undefined, name = zoo): Promise<string[]> {
	return changed('files.img', 'file_entry', entry => entry.id === id ? change(entry) : entry, name);
}

test('a task whose parent is not in the tree', async t => {
	t.deepEqual(await changed('pstree.img', 'pstree_entry', entry => entry.pid === 6 ? {...entry, ppid: 99} : entry), [
		'broken checkpoint/pstree.img: the parent of process 6, 99, is not in the tree',
	]);
});

test('a second root, a task that is there twice, and one that is its own ancestor', async t => {
	t.deepEqual(await changed('pstree.img', 'pstree_entry', entry => entry.pid === 6 ? {...entry, ppid: 0} : entry), [
		'broken checkpoint/pstree.img: process 6 has no parent, and neither has 1: a tree has one root',
	]);
	t.true((await changed('pstree.img', 'pstree_entry', entry => entry.pid === 7 ? {...entry, pid: 6} : entry)).includes('broken checkpoint/pstree.img: process 6 for the second time'));
	t.true((await changed('pstree.img', 'pstree_entry', entry => entry.pid === 7 ? {...entry, ppid: 7} : entry)).includes('broken checkpoint/pstree.img: process 7 is its own ancestor'));
});

test('a session that no ancestor can pass on; the child of a root gets a leader from CRIU', async t => {
	const sid = async (pid: number, session: number) => changed('pstree.img', 'pstree_entry', entry => entry.pid === pid ? {...entry, sid: session} : entry, 'podman-bash');
	t.deepEqual(await sid(14, 99), ['broken checkpoint/pstree.img: process 14 is in session 99, which none of its ancestors leads or is in']);
	t.deepEqual(await sid(14, 12), []);
	t.deepEqual(await sid(8, 99), []);
	t.deepEqual(await sid(14, 0), []);
});

test('a process whose program, working directory or root no image describes', async t => {
	t.deepEqual(await changed('mm-6.img', 'mm_entry', mm => ({...mm, exe_file_id: 77})), ['broken checkpoint/mm-6.img: the program of process 6 is file 77, which no image describes']);
	t.deepEqual(await changed('fs-6.img', 'fs_entry', entry => ({...entry, cwd_id: 77, root_id: 78})), [
		'broken checkpoint/fs-6.img: the working directory of process 6 is file 77, which no image describes',
		'broken checkpoint/fs-6.img: the root directory of process 6 is file 78, which no image describes',
	]);
});

test('descriptors of a file that no image describes', async t => {
	t.deepEqual(await changed('fdinfo-2.img', 'fdinfo_entry', entry => entry.fd === 3 || entry.fd === 4 ? {...entry, id: 70 + entry.fd} : entry), [
		'broken checkpoint/fdinfo-2.img: no image describes what is open: fd 3 is file 73, fd 4 is file 74',
	]);
});

test('a descriptor of a file that is of another kind', async t => {
	t.deepEqual(await changed('fdinfo-2.img', 'fdinfo_entry', entry => entry.fd === 1 ? {...entry, type: 1} : entry), ['broken checkpoint/fdinfo-2.img: fd 1 is file 21, which should be of type REG and is of type PIPE']);
});

test('a list of files that has lost an entry', async t => {
	t.deepEqual(await changedFile(44, () => undefined), ['2', '3'].map(id => `broken checkpoint/fdinfo-${id}.img: no image describes what is open: fd 23 is file 44`));
	t.deepEqual(await changedFile(28, () => undefined), ['broken checkpoint/files.img: the name of file 27 should be in file 28, which is not there']);
});

test('an open file without its description, with that of another one, or of a type that is not known', async t => {
	t.deepEqual(await changedFile(44, ({efd, ...entry}) => entry), ['broken checkpoint/files.img: file 44 has no description (efd)']);
	t.deepEqual(await changedFile(44, entry => ({...entry, efd: {...entry.efd!, id: 45}})), ['broken checkpoint/files.img: file 44 has the description of file 45']);
	t.true((await changedFile(44, entry => ({...entry, type: 99}))).includes('note checkpoint/files.img: file 44 is of type 99, of a newer CRIU: it is not checked'));
});

test('mappings of files that no image describes', async t => {
	const found = await changed('mm-6.img', 'mm_entry', mm => ({...mm, vmas: mm.vmas.map(vma => vma.shmid === 15n ? {...vma, shmid: 77n} : vma)}));
	t.is(found.length, 1);
	t.regex(found[0]!, /^broken checkpoint\/mm-6\.img: no image describes what is mapped: 0x[\da-f]+ maps file 77, (?:0x[\da-f]+ maps file 77(?:, )?)+/v);
	t.regex((await changedFile(52, () => undefined)).join('\n'), /^broken checkpoint\/mm-1\.img: no image describes what is mapped: 0x[\da-f]+ maps file 52$|no image describes what is open/mv);
});

test('shared memory without its pages: a memfd, a segment of System V, an anonymous mapping', async t => {
	const missing = async (shmid: string) => (await lost(without(`checkpoint/pagemap-shmem-${shmid}.img`))).filter(line => line.includes('pagemap-shmem'));
	t.deepEqual(await missing('1040'), ['broken checkpoint/pagemap-shmem-1040.img: missing: the content of memfd payload']);
	t.deepEqual(await missing('1041'), ['broken checkpoint/pagemap-shmem-1041.img: missing: the content of memfd /dev/zero']);
	t.deepEqual(await missing('0'), ['broken checkpoint/pagemap-shmem-0.img: missing: the content of System V segment 0']);
	t.deepEqual((await lost(without('checkpoint/ipcns-shm-11.img'))).map(line => line.replaceAll(/0x[\da-f]+/gv, 'ADDRESS')), [
		'broken checkpoint/mm-1.img: ADDRESS maps System V segment 0, which ipcns-shm-11.img does not have',
		'broken checkpoint/mm-6.img: ADDRESS maps System V segment 0, which ipcns-shm-11.img does not have',
		'note checkpoint/pagemap-shmem-0.img: pages of shared memory that nobody has',
	]);
	const anonymous = await changed('mm-6.img', 'mm_entry', mm => ({...mm, vmas: mm.vmas.map((vma, index) => index === 0 ? {...vma, status: 1 | 1 << 8, shmid: 4711n} : vma)}));
	t.regex(anonymous.join('\n'), /^broken checkpoint\/pagemap-shmem-4711\.img: missing: the content of shared memory that process 6 has at 0x[\da-f]+$/v);
});

test('a removed file whose content is missing, or that is not in the list of files', async t => {
	t.deepEqual(await lost(without('checkpoint/ghost-file-1.img')), ['broken checkpoint/remap-fpath.img: the content of file 25, which was removed, should be in ghost-file-1.img, which is missing']);
	t.deepEqual(await changed('remap-fpath.img', 'remap_file_path_entry', remap => ({...remap, orig_id: 77})), ['broken checkpoint/remap-fpath.img: file 77, which was removed, is described by no image']);
	t.deepEqual(await changed('remap-fpath.img', 'remap_file_path_entry', remap => ({...remap, remap_id: 77, remap_type: 0})), ['broken checkpoint/remap-fpath.img: file 25, which was removed, had another name in file 77, which no image describes', 'broken checkpoint/ghost-file-1.img: the content of a removed file, and nothing says of which']);
	t.deepEqual(await lost(without('checkpoint/remap-fpath.img')), ['broken checkpoint/ghost-file-1.img: the content of a removed file, and nothing says of which']);
	t.deepEqual(await lost(folder => {
		changeMessages(path.join(folder, 'checkpoint/remap-fpath.img'), 'remap_file_path_entry', remap => ({...remap, remap_id: 5, remap_type: 2}));
		without('checkpoint/ghost-file-1.img')(folder);
	}), []);
});

test('a terminal that is not described', async t => {
	t.true((await lost(without('checkpoint/tty-info.img'), 'podman-bash')).includes('broken checkpoint/files.img: tty-info.img does not have the terminals that are open: file 5 is terminal 0'));
});

test('a memfd that is not described', async t => {
	t.true((await changed('memfd.img', 'memfd_inode_entry', inode => inode.inode_id === 2n ? undefined : inode)).includes('broken checkpoint/files.img: memfd.img does not have the memfds that are open: file 45 is memfd 2'));
});

test('a UNIX socket whose other side is not there', async t => {
	t.deepEqual((await changedFile(40, () => undefined)).filter(line => line.includes('UNIX')), ['broken checkpoint/files.img: no image describes the other side of UNIX sockets: file 41, socket 74502, is connected to 74501']);
});

test('what waited in a pipe or for a socket that is not there', async t => {
	t.deepEqual(await changed('pipes-data.img', 'pipe_data_entry', entry => ({...entry, pipe_id: 77})), [
		'broken checkpoint/pipes-data.img: no image describes the pipes of what waited in them: 22 bytes in pipe 77',
		'broken checkpoint/files.img: no image says what waited in pipes: file 29, pipe 74491',
	]);
	t.deepEqual(await lost(without('checkpoint/pipes-data.img')), ['broken checkpoint/files.img: no image says what waited in pipes: file 29, pipe 74491']);
	t.deepEqual(await lost(without('checkpoint/fifo-data.img')), ['broken checkpoint/files.img: no image says what waited in pipes: file 27, pipe 2490396']);
	t.deepEqual(await changed('fifo-data.img', 'pipe_data_entry', entry => ({...entry, pipe_id: 77})), [
		'broken checkpoint/fifo-data.img: no image describes the pipes of what waited in them: 0 bytes in pipe 77',
		'broken checkpoint/files.img: no image says what waited in pipes: file 27, pipe 2490396',
	]);
	t.deepEqual(await changed('sk-queues.img', 'sk_packet_entry', entry => ({...entry, id_for: 77})), ['broken checkpoint/sk-queues.img: no image describes the sockets of what waited for them: 22 bytes for file 77']);
	t.deepEqual(await changed('sk-queues.img', 'sk_packet_entry', entry => ({...entry, scm: [{type: 1, rights: [24, 77]}]})), ['broken checkpoint/sk-queues.img: no image describes the open files that it carries: a message for file 41']);
});

test('an established TCP connection without its state; one that was dumped to be closed needs none', async t => {
	const remove = without('raw-plain/tcp-stream-497c7.img');
	t.deepEqual(await lost(remove, 'raw-plain'), ['broken raw-plain/tcp-stream-497c7.img: missing: the state of TCP connection 300999 (file 14)']);
	t.deepEqual(await lost(folder => {
		remove(folder);
		changeMessages(path.join(folder, 'raw-plain/inventory.img'), 'inventory_entry', inventory => ({...inventory, tcp_close: true}));
	}, 'raw-plain'), []);
});

test('an epoll that watches a descriptor which its process does not have', async t => {
	t.deepEqual(await changedFile(53, entry => ({...entry, epfd: {...entry.epfd!, tfd: entry.epfd!.tfd.map(target => ({...target, tfd: 99}))}})), ['broken checkpoint/files.img: epoll 53 watches descriptors that process 1 does not have: fd 99']);
});

test('a lock through a descriptor that is not open', async t => {
	t.deepEqual(await changed('filelocks.img', 'file_lock_entry', lock => lock.fd === 28 ? {...lock, fd: 99} : lock), ['broken checkpoint/filelocks.img: a lock through fd 99 of process 1, which is not open']);
});

test('a seccomp filter that is not there, and one that builds on a later one', async t => {
	t.deepEqual(await changed('core-6.img', 'core_entry', core => ({...core, thread_core: {...core.thread_core!, seccomp_filter: 9}})), ['broken checkpoint/core-6.img: thread 6 has seccomp filter 9, and seccomp.img has 3']);
	t.true((await lost(without('checkpoint/seccomp.img'))).includes('broken checkpoint/core-1.img: thread 1 has seccomp filter 0, and seccomp.img is missing'));
	t.deepEqual(await changed('seccomp.img', 'seccomp_entry', entry => ({...entry, seccomp_filters: entry.seccomp_filters.map((filter, index) => index === 1 ? {...filter, prev: 2} : filter)})), ['broken checkpoint/seccomp.img: seccomp filter 1 builds on filter 2, which does not stand before it']);
});

test('a set of control groups that is not there', async t => {
	t.deepEqual(await changed('core-6.img', 'core_entry', core => ({...core, thread_core: {...core.thread_core!, cg_set: 9}})), ['broken checkpoint/core-6.img: thread 6 is in set 9 of control groups, which cgroup.img does not have']);
	t.deepEqual(await lost(without('checkpoint/cgroup.img')), ['1', '6', '7'].map((pid, index) => `broken checkpoint/core-${pid}.img: thread ${pid} is in set ${index + 2} of control groups, which cgroup.img does not have`));
});

test('a namespace whose image is missing', async t => {
	const missing = async (image: string) => (await lost(without(`checkpoint/${image}`))).filter(line => line.includes(`${image}:`));
	t.deepEqual(await missing('utsns-12.img'), ['broken checkpoint/utsns-12.img: missing: the uts namespace 12 of process 1']);
	t.deepEqual(await missing('ipcns-var-11.img'), ['broken checkpoint/ipcns-var-11.img: missing: the ipc namespace 11 of process 1']);
	t.deepEqual(await missing('mountpoints-13.img'), ['broken checkpoint/mountpoints-13.img: missing: the mnt namespace 13 of process 1']);
	t.deepEqual(await missing('netns-10.img'), ['broken checkpoint/netns-10.img: missing: the net namespace 10 of process 1']);
	for (const family of ['ifaddr', 'route', 'rule']) {
		t.deepEqual(await missing(`${family}-10.img`), [`broken checkpoint/${family}-10.img: missing: the net namespace 10 of process 1`]);
	}

	t.deepEqual(await missing('netdev-10.img'), ['broken checkpoint/netdev-10.img: missing: the net namespace 10 of process 1']);
	t.true((await changed('ids-1.img', 'task_kobj_ids_entry', ids => ({...ids, user_ns_id: 20, time_ns_id: 21}))).join('\n').includes('broken checkpoint/userns-20.img: missing: the user namespace 20 of process 1\nbroken checkpoint/timens-21.img: missing: the time namespace 21 of process 1'));
});

test('a descriptor of a namespace that no process is in', async t => {
	const opened = async (ns_id: number) => changedFile(44, ({efd, ...entry}) => ({...entry, type: 14, nsf: {id: 44, ns_id, ns_cflag: 0x4_00_00_00, flags: 0}}));
	const isTold = (lines: readonly string[]) => lines.some(line => line.includes('namespace'));
	t.true((await opened(99)).includes('broken checkpoint/files.img: file 44 is the uts namespace 99, which no process is in'));
	t.false(isTold(await opened(12)));
	t.false(isTold(await opened(4)));
});

test('a mount on one that is not there, and the content of a tmpfs that is missing', async t => {
	t.regex((await changed('mountpoints-13.img', 'mnt_entry', mount => mount.mountpoint.equals('/proc') ? undefined : mount))[0]!, /^broken checkpoint\/mountpoints-13\.img: \/proc\/sys is mounted on mount \d+, which is not there$/v);
	t.deepEqual(await lost(without('checkpoint/tmpfs-dev-47.tar.gz.img')), ['broken checkpoint/tmpfs-dev-47.tar.gz.img: missing: the content of the file system in memory at /tmpfs']);
	t.deepEqual(await lost(folder => {
		fs.truncateSync(path.join(folder, 'checkpoint/tmpfs-dev-47.tar.gz.img'), 0);
	}), ['broken checkpoint/tmpfs-dev-47.tar.gz.img: empty: the content of the file system in memory at /tmpfs']);
	t.deepEqual(await lost(without('raw-runc/tmpfs-dev-118.tar.gz.img'), 'raw-runc'), ['broken raw-runc/tmpfs-dev-118.tar.gz.img: missing: the content of the file system in memory at /dev']);
	t.deepEqual(await lost(folder => {
		without('checkpoint/tmpfs-dev-47.tar.gz.img')(folder);
		changeMessages(path.join(folder, 'checkpoint/mountpoints-13.img'), 'mnt_entry', mount => mount.mountpoint.equals('/tmpfs') ? {...mount, ext_key: Untrusted.from('key')} : mount);
	}), []);
});

test('where a finding has an offset, an entry of the file begins there', async t => {
	const folder = editedCheckpoint(zoo, {});
	changeMessages(path.join(folder, 'checkpoint/files.img'), 'file_entry', entry => entry.id % 3 === 0 ? undefined : entry);
	changeMessages(path.join(folder, 'checkpoint/pstree.img'), 'pstree_entry', entry => entry.ppid === 1 ? {...entry, ppid: 99} : entry);
	changeMessages(path.join(folder, 'checkpoint/filelocks.img'), 'file_lock_entry', lock => ({...lock, fd: 99}));
	const found = (await findingsIn(folder)).filter(({severity, offset}) => severity === 'broken' && offset !== undefined);
	t.true(found.length > 8);
	for (const {file, offset} of found) {
		const name = path.join(folder, file);
		t.true(readImage(fileSource(name), path.basename(name)).entries.some(({position}) => position === offset), file);
	}
});

test('one damaged image costs only what is known from it', async t => {
	const found = await lost(folder => {
		changeMessages(path.join(folder, 'checkpoint/files.img'), 'file_entry', entry => entry.id > 40 ? undefined : entry);
		without('checkpoint/fdinfo-3.img', 'checkpoint/core-7.img')(folder);
	});
	t.true(found.includes('broken checkpoint/fdinfo-3.img: missing'));
	t.true(found.includes('broken checkpoint/core-7.img: missing'));
	t.true(found.some(line => line.startsWith('broken checkpoint/fdinfo-2.img: no image describes what is open:')), found.join('\n'));
});
