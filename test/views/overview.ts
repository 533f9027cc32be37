import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {openProcessTable} from '../../source/checkpoint/process-table.js';
import type {Process} from '../../source/checkpoint/process.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {maps} from '../../source/views/maps.js';
import {processes} from '../../source/views/processes.js';
import {threads} from '../../source/views/threads.js';
import {processFacts} from '../../source/views/process-facts.js';
import {arriving} from '../support/arriving-archive.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {plainTar, temporaryFolder, unpack} from '../support/fixtures.js';
import {imageOf} from '../support/image-file.js';
import {changedTable, madeUpTable, processOf, processTable} from '../support/process-table.js';

const lines = (process: Process) => processFacts(process).map(({name, value}) => [name, String(value)] as const);

const factsOf = (process: Process) => new Map(lines(process));

const factsIn = async (name: string, pid: number) => factsOf(processOf(await processTable(name), pid));

test('what a small screen has room for answers who, what, whence, as whom, with which rights and how large', async t => {
	t.deepEqual(lines(processOf(await processTable('podman-zoo'), 1)).slice(0, 19), [
		['Process', '1 python3'],
		['Command line', 'python3 -W ignore /lab/zoo.py'],
		['State', 'alive'],
		['Parent', 'none in this checkpoint'],
		['Executable', '/usr/bin/python3.14'],
		['Working directory', '/'],
		['Root', '/'],
		['User', '0'],
		['Group', '0'],
		['Groups', 'none'],
		['Capabilities', '12, dangerous: cap_net_raw; cap_chown cap_dac_override cap_fowner cap_fsetid cap_kill cap_setgid cap_setuid cap_setpcap cap_net_bind_service cap_sys_chroot cap_setfcap'],
		['- beyond default', 'none'],
		['No new privileges', 'yes'],
		['Seccomp', 'filter, 1 program'],
		['Threads', '4'],
		['Memory', '6.9 MiB (7,204,864 bytes) in the dump, 110 mappings'],
		['Children', '3: pids 5, 6, 7'],
		['Session', '1 (leader)'],
		['Process group', '1 (leader)'],
	]);
});

test('no fact is lost for the order', async t => {
	const names = lines(processOf(await processTable('podman-zoo'), 1)).map(([name]) => name);
	for (const name of [
		'Permitted set',
		'Effective set',
		'Inheritable set',
		'Bounding set',
		'Ambient set',
		'Architecture',
		'Control group',
		'Namespace net',
		'Login user',
		'OOM score adjustment',
		'Dumpable',
		'Limit nofile',
	]) {
		t.true(names.indexOf(name) > names.indexOf('Memory'), name);
	}
});

test('the command line is harmless text, and what is not there of it is said', async t => {
	t.is((await factsIn('podman-zoo', 7)).get('Command line'), '␛[31mevil␛[0m -c import time␊time.sleep(10000) arg with spaces 日本語  tab␉here');
	t.is((await factsIn('fx-title', 2)).get('Command line'), 'nginx: worker process');
	t.regex((await factsIn('raw-lazy', 7938)).get('Command line')!, /^\(not all of it is here: 0x[\da-f]+-0x[\da-f]+ was left on the source host\)$/v);
});

test('that an executable is deleted, or was never a file, stands in front of its path', async t => {
	t.is((await factsIn('fx-deleted', 2)).get('Executable'), 'deleted: /tmp/.systemd-private');
	t.is((await factsIn('fx-memfd', 1)).get('Executable'), 'in memory only: /memfd:kworker');
});

test('the dangerous ones of many capabilities come first, and what no engine gives by default is told', async t => {
	const host = await factsIn('raw-plain', 7938);
	const summary = host.get('Capabilities')!;
	t.regex(summary, /^40, dangerous: cap_sys_admin cap_sys_ptrace cap_sys_module cap_sys_rawio cap_dac_read_search .* cap_net_raw cap_mknod; cap_chown /v);
	t.is(summary.split(' ').filter(word => word.startsWith('cap_')).length, 40);
	t.deepEqual(summary.slice('40, dangerous: '.length).replace(';', '').split(' ').sort(), host.get('Permitted set')!.split(' ').sort());
	t.true(host.get('- beyond default')!.startsWith('cap_sys_admin cap_sys_ptrace '));
	t.notRegex(host.get('- beyond default')!, /cap_net_raw|cap_mknod|cap_chown/v);

	for (const [name, wanted] of [
		['checkpoint-shop', /^14, dangerous: cap_net_raw cap_mknod; cap_chown /v],
		['checkpoint-ledger', /^9: cap_chown cap_dac_override .* cap_net_bind_service$/v],
		['podman-bash', /^11: cap_chown /v],
		['raw-runc', /^3: cap_kill cap_net_bind_service cap_audit_write$/v],
	] as const) {
		const facts = await factsIn(name, 1);
		t.regex(facts.get('Capabilities')!, wanted, name);
		t.is(facts.get('- beyond default'), 'none', name);
		t.is(facts.get('Effective set'), 'as permitted', name);
		t.is(facts.get('Bounding set'), 'as permitted', name);
		t.is(facts.get('Ambient set'), 'none', name);
	}

	t.is((await factsIn('raw-runc', 1)).get('Permitted set'), 'cap_kill cap_net_bind_service cap_audit_write');
});

const madeUp = (capabilities: {readonly cap_prm: number[]; readonly cap_eff: number[]}) => {
	const core = imageOf('CORE', [{type: 'core_entry', values: {
		mtype: 1, tc: {task_state: 1, exit_code: 0, personality: 0, flags: 0, blk_sigset: 0n, comm: Buffer.from('made')},
		thread_core: {
			futex_rla: 0n, futex_rla_len: 0,
			creds: {uid: 1000, gid: 1000, euid: 1000, egid: 1000, suid: 0, sgid: 1000, fsuid: 1000, fsgid: 1000, cap_inh: [], cap_bnd: [], secbits: 0, groups: [], ...capabilities},
		},
	}}]);
	return factsOf(processOf(madeUpTable({'core-1.img': core, 'pstree.img': imageOf('PSTREE', [{type: 'pstree_entry', values: {pid: 1, ppid: 0, pgid: 1, sid: 1, threads: [1]}}])}), 1));
};

test('capabilities that are permitted count before they are in effect', t => {
	const facts = madeUp({cap_prm: [1 << 21 | 1 << 5, 0], cap_eff: [0, 0]});
	t.is(facts.get('Capabilities'), '2, 0 in effect, dangerous: cap_sys_admin; cap_kill');
	t.is(facts.get('- beyond default'), 'cap_sys_admin');
	t.is(facts.get('Effective set'), 'none');
	t.is(facts.get('User'), '1000, saved 0');
	t.is(madeUp({cap_prm: [1 << 21, 0], cap_eff: [1 << 21, 0]}).get('Capabilities'), '1, dangerous: cap_sys_admin');
});

test('a process without capabilities has none to tell of', t => {
	const facts = madeUp({cap_prm: [0, 0], cap_eff: [0, 0]});
	t.is(facts.get('Capabilities'), 'none');
	t.false(facts.has('- beyond default'));
});

test('sizes are for people, and exact', async t => {
	t.is((await factsIn('px-vmas', 1)).get('Memory'), '23.5 MiB (24,641,536 bytes) in the dump, 20,012 mappings');
});

test('memory is said to be where it is: in this dump, in its parent, left behind, or lost', async t => {
	const memoryOf = async (folder: string, pid: number) => factsOf((await openCheckpoint(folder)).process(pid)!).get('Memory');
	t.is(await memoryOf(unpack('raw-chain'), 8099), '0 B in this dump, 4.8 MiB (5,017,600 bytes) in its parent, 51 mappings');
	t.is(await memoryOf(unpack('raw-chain-mixed'), 14_064), '1.6 MiB (1,671,168 bytes) in this dump, 3.2 MiB (3,346,432 bytes) in its parent, 51 mappings');
	t.is(await memoryOf(editedCheckpoint('raw-chain', {'pre-dump': undefined}), 8099), '0 B in this dump, 4.8 MiB (5,017,600 bytes) in its parent, which is not here, 51 mappings');
	t.is(await memoryOf(unpack('raw-lazy'), 7940), '524.0 KiB (536,576 bytes) in the dump, 4.3 MiB (4,485,120 bytes) left on the source host, 51 mappings');
	const short = editedCheckpoint('raw-plain', {});
	fs.truncateSync(path.join(short, 'raw-plain/pages-1.img'), 50_000);
	t.is(await memoryOf(short, 7938), '48.8 KiB (50,000 bytes) in the dump, 4.7 MiB (4,963,504 bytes) lost: cut off or missing, 51 mappings');
});

test('a dead task, a stopped one, and a 32-bit one', async t => {
	const zoo = await processTable('podman-zoo');
	t.deepEqual(lines(processOf(zoo, 5)), [
		['Process', '5 python3'],
		['State', 'dead, exit code 7'],
		['Parent', '1'],
		['Threads', '0'],
		['Children', 'none'],
		['Session', '1'],
		['Process group', '1'],
		['Architecture', 'x86_64'],
	]);
	t.is(factsOf(processOf(zoo, 6)).get('Stopped by'), 'SIGSTOP');
	t.is((await factsIn('px-i386', 1)).get('Architecture'), 'x86_64, 32-bit');
});

test('namespaces are compared with the dumper\'s, and limits have their names', async t => {
	const facts = await factsIn('podman-zoo', 1);
	t.is(facts.get('Namespace net'), '10, its own');
	t.is(facts.get('Namespace user'), '7, the same as the dumper');
	t.is(facts.get('Limit nofile'), '20000');
	t.is(facts.get('Limit stack'), '8388608 (hard unlimited)');
	t.is(facts.get('Login user'), 'not set');
	const process = processOf(await processTable('podman-zoo'), 1);
	t.true(lines(process).some(([name, value]) => name === 'Control group' && value.startsWith(':/libpod_parent/libpod-44fa683e800f')));
});

test('damage costs only the facts that stand in the damaged image', async t => {
	const table = await changedTable('podman-zoo', images => {
		fs.rmSync(path.join(images, 'files.img'));
		fs.rmSync(path.join(images, 'core-7.img'));
	});
	const facts = factsOf(processOf(table, 1));
	t.is(facts.get('Executable'), 'not known (checkpoint/files.img: missing)');
	t.is(facts.get('User'), '0');
	const coreless = factsOf(processOf(table, 7));
	t.is(coreless.get('Credentials'), 'not known (checkpoint/core-7.img: missing)');
	t.is(coreless.get('State'), 'not known (checkpoint/core-7.img: missing)');
	t.true(coreless.get('Command line')!.startsWith('␛[31mevil'));
});

test('a parent that the archive has lost is not said to be none', async t => {
	const whole = fs.readFileSync(plainTar('podman-zoo'));
	const file = path.join(temporaryFolder(), 'cut.tar');
	fs.writeFileSync(file, whole.subarray(0, whole.indexOf('checkpoint/pstree.img\0')));
	const checkpoint = await openCheckpoint(file);
	t.teardown(() => {
		checkpoint.close();
	});
	t.is(factsOf(checkpoint.process(7)!).get('Parent'), 'not known (pstree.img has lost it)');
	t.is(factsOf(checkpoint.process(1)!).get('Children'), 'not known (pstree.img has lost it)');
	t.is(factsOf(checkpoint.process(1)!).get('Threads'), '1, there may be more (pstree.img has lost them)');
	t.is(factsOf(checkpoint.process(5)!).get('Threads'), '0', 'of a dead task there are none');
	t.deepEqual(threads.notes!(checkpoint.process(1)!, checkpoint), ['pstree.img, which lists the threads, is lost: there may be more of them.']);
	t.deepEqual(maps.notes!(checkpoint.process(1)!, checkpoint), ['Which of the mapped files were deleted is not known: remap-fpath.img is lost.']);
	const orphan = processes.columns.find(({name}) => name === 'orphan')!;
	t.deepEqual(checkpoint.processes.map(process => orphan.value(process)), Array.from({length: 4}, () => undefined));
	const column = processes.columns.find(({name}) => name === 'threads')!;
	t.deepEqual(checkpoint.processes.map(process => [column.value(process), column.text!(process)]), [[undefined, '1+'], [0, '0'], [undefined, '1+'], [undefined, '1+']]);
});

test('one child is told apart from a count of children, and of a damaged tree there may be more', async t => {
	const bash = await openCheckpoint(unpack('podman-bash'));
	t.is(factsOf(bash.process(1)!).get('Children'), '1: pid 8');
	const table = await changedTable('podman-zoo', images => {
		const file = path.join(images, 'pstree.img');
		fs.writeFileSync(file, fs.readFileSync(file).subarray(0, -8));
	});
	t.is(factsOf(processOf(table, 1)).get('Children'), '2: pids 5, 6; there may be more (pstree.img is damaged)');
	t.is(factsOf(processOf(table, 1)).get('Threads'), '4');
	t.is(factsOf(processOf(table, 7)).get('Threads'), '1, there may be more (pstree.img has lost them)');
	t.deepEqual(threads.notes!(processOf(table, 1), bash), []);
	t.deepEqual(maps.notes!(processOf(table, 1), bash), []);
});

test('what has not arrived yet holds up no other fact', async t => {
	const archive = await arriving(plainTar('podman-zoo'));
	archive.come('checkpoint/pstree.img');
	const process = openProcessTable(new ImageDirectory(archive, 'checkpoint/')).process(1)!;
	const early = factsOf(process);
	t.is(early.get('Command line'), 'python3 -W ignore /lab/zoo.py');
	t.is(early.get('User'), '0');
	t.is(early.get('Seccomp'), 'has not arrived yet');
	t.is(early.get('Executable'), 'has not arrived yet');
	archive.come(undefined);
	t.is(factsOf(process).get('Seccomp'), 'filter, 1 program');
	t.is(factsOf(process).get('Executable'), '/usr/bin/python3.14');
});
