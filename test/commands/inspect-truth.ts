import test from 'ava';
import {bytesOfText} from '../../source/writing/byte-text.js';
import {expected} from '../support/fixtures.js';
import {allProcesses, inspectedFixture, type Inspected, type InspectedProcess, type OpenFile} from '../support/inspected.js';

type ProcString = string | {b64: string};
type Proc = {processes: Array<{pid: number; ppid: number; comm: string; cmdline: ProcString[]; environ: ProcString[]; cwd: string; root: string; threads: unknown[]; fds: Record<string, {link: string}>}>};

const hex = (text: string) => Buffer.from(bytesOfText(text)!).toString('hex');
const procHex = (text: ProcString) => (typeof text === 'string' ? Buffer.from(text) : Buffer.from(text.b64, 'base64')).toString('hex');
// What follows the last NUL is no string; a title leaves NULs behind that are none either.
const strings = (split: readonly ProcString[], isOverwritten = false) => split.map(text => procHex(text)).slice(0, split.at(-1) === '' ? -1 : undefined).filter(text => !isOverwritten || text !== '');

function environmentOf({environment, environment_variables: variables = {}}: InspectedProcess): string[] {
	return (environment ?? Object.entries(variables).map(([name, value]) => `${name}=${value}`)).map(text => hex(text)).sort();
}

/** What the link in `/proc/PID/fd` says of it. */
function link({type, path, deleted}: OpenFile, inode: number | undefined): string {
	if (inode !== undefined) {
		return `socket:[${inode}]`;
	}

	return type === 'PIPE' ? path.replace('pipe', 'pipe:') : `${path}${deleted ? ' (deleted)' : ''}`;
}

function linksOf(document: Inspected, pid: number): Record<string, string> {
	const inodes = new Map((document.sockets?.find(entry => entry.pid === pid)?.open_sockets ?? []).map(({fd, data}) => [fd, data.inode as number]));
	const files = document.file_descriptors?.find(entry => entry.pid === pid)?.open_files ?? [];
	return Object.fromEntries(files.map(file => {
		const number = file.fd.split(' ', 2)[1];
		return [number ?? file.fd, link(file, number === undefined ? undefined : inodes.get(Number(number)))];
	}));
}

for (const name of ['checkpoint-shop', 'fx-deleted', 'fx-memfd', 'fx-rwx', 'fx-title', 'podman-small', 'podman-volume', 'px-fds', 'px-hugeenv', 'px-i386', 'px-threads', 'px-tree', 'px-vmas']) {
	test(`${name}: arguments, environment, descriptors, sockets, directories and threads are what /proc said`, async t => {
		const {processes} = expected(name, 'proc.json') as Proc;
		const document = await inspectedFixture(name);
		const shown = new Map(allProcesses(document).map(process => [process.pid, process]));
		t.deepEqual([...shown.keys()].sort((one, other) => one - other), processes.map(({pid}) => pid).sort((one, other) => one - other));
		for (const {pid, ppid, comm, cmdline, environ, cwd, root, threads, fds} of processes) {
			const process = shown.get(pid)!;
			t.deepEqual([process.ppid, process.command, process.threads?.length], [ppid, comm, threads.length], `pid ${pid}`);
			t.deepEqual(process.arguments?.map(text => hex(text)) ?? [], strings(cmdline, process.arguments_overwritten), `pid ${pid}`);
			t.deepEqual(environmentOf(process), strings(environ, process.environment_overwritten).sort(), `pid ${pid}`);
			t.deepEqual(linksOf(document, pid), {...Object.fromEntries(Object.entries(fds).map(([fd, file]) => [fd, file.link])), cwd, root}, `pid ${pid}`);
		}
	});
}
