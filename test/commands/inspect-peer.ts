import test from 'ava';
import {expected} from '../support/fixtures.js';
import {inspectedFixture, type Inspected, type InspectedProcess} from '../support/inspected.js';

type Difference = {readonly path: string; readonly theirs: unknown; readonly ours: unknown};

/** Where what checkpointctl printed is not found in what is printed here; `path` is without indexes. Fields that it doesn't have are not looked at. */
function differences(theirs: unknown, ours: unknown, path = ''): Difference[] {
	if (Array.isArray(theirs)) {
		return Array.isArray(ours) && ours.length === theirs.length ? theirs.flatMap((item, index) => differences(item, ours[index], `${path}[]`)) : [{path, theirs, ours}];
	}

	if (typeof theirs === 'object' && theirs !== null) {
		return Object.entries(theirs).flatMap(([key, value]) => differences(value, (ours as Record<string, unknown> | undefined)?.[key], path === '' ? key : `${path}.${key}`));
	}

	return theirs === ours ? [] : [{path, theirs, ours}];
}

/** Its order changes from run to run. */
function sorted(document: Inspected): Inspected {
	const byPid = <T extends {pid: number}>(list: readonly T[] = []) => list.toSorted((one, other) => one.pid - other.pid);
	const sortedProcess = (process: InspectedProcess): InspectedProcess => ({...process, ...(process.children && {children: byPid(process.children).map(child => sortedProcess(child))})});
	return {
		...document,
		process_tree: sortedProcess(document.process_tree!),
		file_descriptors: byPid(document.file_descriptors),
		...(document.sockets && {sockets: byPid(document.sockets)}),
		mounts: document.mounts!.toSorted((one, other) => one.destination.localeCompare(other.destination)),
	};
}

/** What checkpointctl has wrong or says less of, by the path of the field. */
const betterHere: Readonly<Record<string, (theirs: unknown, ours: unknown) => boolean>> = {
	// It makes a blank of every NUL, the last one too, and loses bytes that are not UTF-8, which have a place of their own here.
	'process_tree.cmdline': (theirs, ours) => theirs === `${(ours as string).toWellFormed()} `,
	'process_tree.environment_variables.BADUTF8': (theirs, ours) => theirs === (ours as string).toWellFormed(),
	// It has only CRIU's number of what is no file, no pipe and no UNIX socket.
	'file_descriptors[].open_files[].path': (theirs, ours) => /^(?:EVENTFD|EVENTPOLL|FIFO|INETSK|INOTIFY|MEMFD|NETLINKSK|PACKETSK|SIGNALFD|TIMERFD|TTY)\.\d+$/.test(String(theirs)) ? !/^[A-Z]+\.\d+$/.test(String(ours)) : String(theirs).replace('\0]', ']') === ours,
	// It mixes up the words of an IPv6 address.
	'sockets[].open_sockets[].data.src': (theirs, ours) => theirs === '0:1::' && ours === '::1',
	// It keeps the NUL that ends a path.
	'sockets[].open_sockets[].data.address': (theirs, ours) => theirs === `${String(ours)}\0`,
};

for (const name of ['checkpoint-ledger', 'checkpoint-shop', 'fx-deleted', 'fx-memfd', 'fx-rwx', 'podman-bash', 'podman-longname-unicode', 'podman-loop', 'podman-volume', 'podman-zoo', 'px-fds', 'px-hugeenv', 'px-i386', 'px-threads', 'px-tree']) {
	test(`${name}: every field of checkpointctl is there, with its value, but where that is wrong`, async t => {
		const [theirs] = expected(name, 'checkpointctl/inspect.json') as [Inspected];
		const found = differences(sorted(theirs), sorted(await inspectedFixture(name)));
		t.deepEqual(found.filter(({path, theirs: one, ours: other}) => !(betterHere[path.replaceAll('.children[]', '')]?.(one, other) ?? false)), []);
	});
}
