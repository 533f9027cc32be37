import test from 'ava';
import {machines} from '../../source/checkpoint/registers.js';
import type {Descriptor, FileReference} from '../../source/checkpoint/model.js';
import {openFlags} from '../../source/checkpoint/open-flags.js';
import type {Untrusted} from '../../source/text/untrusted.js';
import {expected} from '../support/fixtures.js';
import {processOf, processTable} from '../support/process-table.js';

// Every checkpoint of which it is known what /proc said at the moment of the dump.
const names = ['checkpoint-shop', 'fx-deleted', 'fx-memfd', 'fx-rwx', 'fx-title', 'podman-small', 'podman-volume', 'px-fds', 'px-hugeenv', 'px-i386', 'px-threads', 'px-tree', 'px-vmas'];

/** Bytes that are not UTF-8 stand in base64. */
type ProcString = string | {b64: string};

type Proc = {
	processes: Array<{
		pid: number; ppid: number; pgid: number; sid: number; comm: string; state: string;
		uid: string[]; gid: string[]; groups: string[]; umask: string; caps: Record<string, string>; seccomp: string; nnp: string;
		cmdline: ProcString[]; environ: ProcString[]; exe: string; cwd: string; root: string;
		threads: Array<{tid: number; name: ProcString}>;
		fds: Record<string, {link: string; pos: number; flags: string}>;
		maps: Array<{start: string; path: string}>;
	}>;
};

for (const name of names) {
	test(`${name}: everything is as /proc said`, async t => {
		const table = await processTable(name);
		const {processes} = expected(name, 'proc.json') as Proc;
		t.deepEqual(table.processes.map(({pid}) => pid).sort((one, other) => one - other), processes.map(({pid}) => pid).sort((one, other) => one - other));
		for (const proc of processes) {
			const process = processOf(table, proc.pid);
			const shown = {
				ids: [process.ppid, process.pgid, process.sid],
				comm: key(process.comm),
				state: process.state,
				argv: process.argv.strings.map(string => key(string)),
				environ: process.environ.strings.map(string => key(string)),
				links: [process.exe, process.cwd, process.root].map(file => link(file)),
				umask: process.umask,
			};
			t.deepEqual(shown, {
				ids: [proc.ppid, proc.pgid, proc.sid],
				comm: bytes(proc.comm),
				// Sleeping and running tasks are alive; there are no others here.
				state: 'SR'.includes(proc.state) ? 'alive' : proc.state,
				argv: strings(proc.cmdline),
				environ: strings(proc.environ),
				links: [proc.exe, proc.cwd, proc.root].map(text => bytes(text)),
				umask: Number.parseInt(proc.umask, 8),
			}, `pid ${proc.pid}`);

			const {credentials} = process;
			t.deepEqual({
				uid: [credentials?.uid, credentials?.euid, credentials?.suid, credentials?.fsuid],
				gid: [credentials?.gid, credentials?.egid, credentials?.sgid, credentials?.fsgid],
				groups: credentials?.groups,
				capabilities: credentials?.capabilities,
				noNewPrivileges: credentials?.noNewPrivileges,
			}, {
				uid: proc.uid.map(Number),
				gid: proc.gid.map(Number),
				groups: proc.groups.map(Number),
				capabilities: {
					inheritable: BigInt(`0x${proc.caps.CapInh}`),
					permitted: BigInt(`0x${proc.caps.CapPrm}`),
					effective: BigInt(`0x${proc.caps.CapEff}`),
					bounding: BigInt(`0x${proc.caps.CapBnd}`),
					ambient: BigInt(`0x${proc.caps.CapAmb}`),
				},
				noNewPrivileges: proc.nnp === '1',
			}, `credentials of pid ${proc.pid}`);

			const threads = [...process.threads].sort((one, other) => one.tid - other.tid);
			t.deepEqual(threads.map(({tid, name: thread}) => ({tid, name: key(thread)})), proc.threads.map(({tid, name: thread}) => ({tid, name: bytes(thread)})));
			t.is(threads.find(({leader}) => leader)?.seccomp, ({0: 'disabled', 1: 'strict', 2: 'filter'} as const)[Number(proc.seccomp)]);

			t.deepEqual(
				process.descriptors.map(descriptor => [descriptor.fd, procLink(descriptor), descriptor.position ?? 0n, descriptor.flags, descriptor.closeOnExec]),
				Object.entries(proc.fds).map(([fd, file]) => {
					const flags = openFlags(Number.parseInt(file.flags, 8), machines.x86);
					return [Number(fd), bytes(file.link), BigInt(file.pos), flags.filter(flag => flag !== 'O_CLOEXEC'), flags.includes('O_CLOEXEC')];
				}),
				`descriptors of pid ${proc.pid}`,
			);
		}
	});

	test(`${name}: mappings have the names that /proc gave them`, async t => {
		const table = await processTable(name);
		const {processes} = expected(name, 'proc.json') as Proc;
		// The kernel's own pages: CRIU joins or leaves out those that it doesn't know.
		const special = new Set(['[vvar]', '[vvar_vclock]', '[vsyscall]']);
		for (const proc of processes) {
			const process = processOf(table, proc.pid);
			const {vmas} = process.memory;
			const shown = Array.from({length: vmas.length}, (_, index) => vmas.at(index)).map(vma => key(process.mappingName(vma)));
			t.deepEqual(shown.filter(text => !special.has(text)), proc.maps.map(({path}) => bytes(path)).filter(text => !special.has(text)), `pid ${proc.pid}`);
		}
	});
}

function key(string: Untrusted | undefined): string {
	return string?.toKey() ?? '';
}

function link(file: FileReference | undefined): string | undefined {
	return file === undefined ? undefined : `${file.path.toKey()}${file.deleted ? ' (deleted)' : ''}`;
}

// What `/proc/PID/fd/N` is for a descriptor: sockets are named by their inode, and of a pipe the link doesn't say which end it is.
function procLink({type, target, deleted, socket}: Descriptor): string {
	if (socket !== undefined) {
		return `socket:[${socket.inode}]`;
	}

	const text = `${target.toKey()}${deleted ? ' (deleted)' : ''}`;
	return type === 'pipe' ? text.replace(/ (?:read|write) end$/v, '') : text;
}

function bytes(string: ProcString): string {
	return typeof string === 'string' ? Buffer.from(string).toString('latin1') : Buffer.from(string.b64, 'base64').toString('latin1');
}

// The last NUL ends the last string: behind it is nothing.
function strings(pieces: readonly ProcString[]): string[] {
	const all = pieces.map(piece => bytes(piece));
	return all.at(-1) === '' ? all.slice(0, -1) : all;
}
