import {lazy} from '../../archive/attempt.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import type {fifo_entry, inet_sk_entry, net_device_entry, pipe_entry, tty_info_entry, unix_sk_entry} from '../../criu/schema/messages.js';
import type {FileTable} from '../file-table.js';
import {access} from '../open-flags.js';
import type {Untrusted} from '../../text/untrusted.js';

/** Ids of the descriptions that a pipe or FIFO can be read through, and written through. */
type Ends = {readonly readers: readonly number[]; readonly writers: readonly number[]};

/** What belongs together: the ends of pipes, the two sides of connections, the sides of terminals. */
export class Endpoints {
	readonly #images: ImageDirectory;
	readonly #index: () => Index;
	readonly #terminals: () => ReadonlyMap<number, tty_info_entry>;
	readonly #devices = new Map<number, () => ReadonlyMap<number, net_device_entry>>();

	constructor(images: ImageDirectory, files: FileTable) {
		this.#images = images;
		this.#index = lazy(() => indexed(files));
		this.#terminals = lazy(() => new Map(images.messages('tty-info.img', 'tty_info_entry').map(info => [info.id, info])));
	}

	/** The descriptions that share a pipe or FIFO. */
	pipe({pipe_id: id}: pipe_entry | fifo_entry): Ends {
		return this.#index().pipes.get(id) ?? {readers: [], writers: []};
	}

	unixSocket(inode: number): unix_sk_entry | undefined {
		return this.#index().unixSockets.get(inode);
	}

	/** The other side of a connection between two processes of this dump. */
	inetPeer(socket: inet_sk_entry): inet_sk_entry | undefined {
		return socket.dst_port === 0 ? undefined : this.#index().connections.get(connection(socket, true));
	}

	terminal(id: number): tty_info_entry | undefined {
		return this.#terminals().get(id);
	}

	/** The name of a network interface, where the dump has its namespace. */
	interfaceName(namespace: number | undefined, index: number): Untrusted | undefined {
		if (namespace === undefined) {
			return undefined;
		}

		let devices = this.#devices.get(namespace);
		if (devices === undefined) {
			devices = lazy(() => new Map(this.#images.messages(`netdev-${namespace}.img`, 'net_device_entry').map(device => [device.ifindex, device])));
			this.#devices.set(namespace, devices);
		}

		return devices().get(index)?.name;
	}
}

type Index = {
	readonly pipes: Map<number, {readers: number[]; writers: number[]}>;
	readonly unixSockets: Map<number, unix_sk_entry>;
	readonly connections: Map<string, inet_sk_entry>;
};

function indexed(files: FileTable): Index {
	const index: Index = {pipes: new Map(), unixSockets: new Map(), connections: new Map()};
	for (const {id, pipe, fifo, usk, isk} of files.entries()) {
		const shared = pipe ?? fifo;
		if (shared !== undefined) {
			const {read, write} = access(pipe?.flags ?? (fifo?.regf_id === undefined ? undefined : files.entry(fifo.regf_id)?.reg?.flags) ?? readWrite);
			const ends = index.pipes.get(shared.pipe_id) ?? {readers: [], writers: []};
			index.pipes.set(shared.pipe_id, ends);
			if (read) {
				ends.readers.push(id);
			}

			if (write) {
				ends.writers.push(id);
			}
		}

		if (usk !== undefined) {
			index.unixSockets.set(usk.ino, usk);
		}

		if (isk !== undefined && isk.dst_port !== 0) {
			index.connections.set(connection(isk, false), isk);
		}
	}

	return index;
}

function connection({ns_id, proto, src_addr, src_port, dst_addr, dst_port}: inet_sk_entry, reversed: boolean): string {
	const [near, far] = [`${canonical(src_addr)}/${src_port}`, `${canonical(dst_addr)}/${dst_port}`];
	return [ns_id, proto, ...(reversed ? [far, near] : [near, far])].join(' ');
}

// An IPv6 socket that talks to an IPv4 one has the address as ::ffff:a.b.c.d.
function canonical(words: readonly number[]): string {
	const mapped = words.length === 4 && words[0] === 0 && words[1] === 0 && words[2] === mappedPrefix;
	return (mapped ? words.slice(3) : words).join(',');
}

const mappedPrefix = 0xff_ff_00_00;

// O_RDWR, which every machine has as 2.
const readWrite = 2;
