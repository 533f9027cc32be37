import {lazy} from '../archive/attempt.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {file_entry, memfd_inode_entry, Messages, remap_file_path_entry} from '../criu/schema/messages.js';
import {Untrusted} from '../text/untrusted.js';
import {orNothing} from './complaint.js';
import type {FileReference} from './model.js';
import {lacking, removedFiles, requireNotLost} from './required.js';

type Kind = Exclude<keyof file_entry, 'type' | 'id' | '$unknown'>;

// The images that took the place of files.img before CRIU 3.1: the image, its messages, and the type and field that its entries have in files.img.
const oldImages = [
	['reg-files.img', 'reg_file_entry', 1, 'reg'],
	['pipes.img', 'pipe_entry', 2, 'pipe'],
	['fifo.img', 'fifo_entry', 3, 'fifo'],
	['inetsk.img', 'inet_sk_entry', 4, 'isk'],
	['unixsk.img', 'unix_sk_entry', 5, 'usk'],
	['eventfd.img', 'eventfd_file_entry', 6, 'efd'],
	['eventpoll.img', 'eventpoll_file_entry', 7, 'epfd'],
	['inotify.img', 'inotify_file_entry', 8, 'ify'],
	['signalfd.img', 'signalfd_entry', 9, 'sgfd'],
	['packetsk.img', 'packet_sock_entry', 10, 'psk'],
	['tty.img', 'tty_file_entry', 11, 'tty'],
	['fanotify.img', 'fanotify_file_entry', 12, 'ffy'],
	['netlinksk.img', 'netlink_sk_entry', 13, 'nlsk'],
	['ns-files.img', 'ns_file_entry', 14, 'nsf'],
	['tunfile.img', 'tunfile_entry', 15, 'tunf'],
	['ext-files.img', 'ext_file_entry', 16, 'ext'],
	['timerfd.img', 'timerfd_entry', 17, 'tfd'],
	['bpfmap-file.img', 'bpfmap_file_entry', 19, 'bpf'],
	['pidfd.img', 'pidfd_entry', 20, 'pidfd'],
] as const satisfies ReadonlyArray<readonly [string, keyof Messages, number, Kind]>;

// Their watches, by the field of the file and the field of its list.
const oldWatches = [
	['epfd', 'tfd', 'eventpoll-tfd.img', 'eventpoll_tfd_entry'],
	['ify', 'wd', 'inotify-wd.img', 'inotify_wd_entry'],
	['ffy', 'mark', 'fanotify-mark.img', 'fanotify_mark_entry'],
] as const satisfies ReadonlyArray<readonly [Kind, string, string, keyof Messages]>;

/** Where an entry stands: the image, and bytes from its start. */
export type Place = {readonly image: string; readonly position: number};

type Placed = Place & {readonly entry: file_entry};

/** The open file descriptions of a dump by id, and the names of the files behind them. */
export class FileTable {
	readonly #images: ImageDirectory;
	readonly #entries: () => ReadonlyMap<number, Placed>;
	readonly #remaps: () => ReadonlyMap<number, remap_file_path_entry>;
	readonly #memfds: () => ReadonlyMap<number, memfd_inode_entry>;

	constructor(images: ImageDirectory) {
		this.#images = images;
		this.#entries = lazy(() => new Map([...this.#current(), ...this.#old()].map(placed => [placed.entry.id, placed])));
		this.#remaps = lazy(() => new Map(images.messages(removedFiles, 'remap_file_path_entry').map(remap => [remap.orig_id, remap])));
		this.#memfds = lazy(() => new Map(images.messages('memfd.img', 'memfd_inode_entry').map(memfd => [Number(memfd.inode_id), memfd])));
	}

	#current(): readonly Placed[] {
		// Without any of the old images, files.img must be there.
		if (!this.#images.has('files.img') && oldImages.every(([name]) => !this.#images.has(name))) {
			throw lacking(this.#images, 'files.img');
		}

		return this.#images.entries('files.img', 'file_entry').map(({message: entry, position}) => ({entry, image: 'files.img', position}));
	}

	* #old(): Generator<Placed> {
		for (const [image, type, number, field] of oldImages) {
			for (const {message, position} of this.#images.entries(image, type)) {
				yield {entry: {type: number, id: message.id, [field]: this.#withWatches(message, field)}, image, position};
			}
		}
	}

	// Watches had images of their own before they stood in their file's entry.
	#withWatches(entry: Messages[(typeof oldImages)[number][1]], field: Kind): object {
		const kind = oldWatches.find(([file]) => file === field);
		if (kind === undefined) {
			return entry;
		}

		const [, list, image, message] = kind;
		const inside = (entry as Partial<Record<typeof list, readonly unknown[]>>)[list] ?? [];
		return {...entry, [list]: [...inside, ...this.#images.messages(image, message).filter(({id}) => id === entry.id)]};
	}

	/**
	The description with this id.

	@throws {InputError} when the dump has no list of them
	@throws {PendingError}
	*/
	entry(id: number): file_entry | undefined {
		return this.#entries().get(id)?.entry;
	}

	entries(): IteratorObject<file_entry> {
		return this.#entries().values().map(({entry}) => entry);
	}

	/** Where the description with this id stands. */
	place(id: number): Place | undefined {
		return this.#entries().get(id);
	}

	/**
	Where the content of a removed file is: undefined for a file that still had its name.

	@throws {InputError} when that is lost
	*/
	remap(id: number): remap_file_path_entry | undefined {
		requireNotLost(this.#images, removedFiles);
		return this.#remaps().get(id);
	}

	/** Whether the file behind a description had lost its name; undefined where the image that would say so is lost. */
	isDeleted(id: number): boolean | undefined {
		return orNothing(() => this.remap(id) !== undefined);
	}

	/** The memory behind a memfd, by the `inode_id` of its description. That there is none is a problem of the dump. */
	memfd(inode: number): memfd_inode_entry | undefined {
		const memfd = this.#memfds().get(inode);
		if (memfd === undefined) {
			lacking(this.#images, 'memfd.img', `no entry ${inode}`);
		}

		return memfd;
	}

	/** The file behind a description, as the links in `/proc/PID` name it; undefined when it has no name, or there is no such description. */
	reference(id: number): FileReference | undefined {
		const entry = this.entry(id);
		if (entry?.reg !== undefined) {
			return {path: entry.reg.name, deleted: this.isDeleted(id), isMemfd: false, id};
		}

		if (entry?.memfd !== undefined) {
			const inode = this.memfd(entry.memfd.inode_id);
			return {path: inode === undefined ? Untrusted.from('/memfd:') : memfdPath(inode.name), deleted: true, isMemfd: true, id};
		}

		const named = entry?.fifo?.regf_id ?? entry?.tty?.regf_id;
		return named === undefined ? undefined : this.reference(named);
	}
}

/** The name that the kernel gives a memfd; anonymous shared memory, which CRIU keeps in the same image, is `/dev/zero`. */
export function memfdPath(name: Untrusted): Untrusted {
	return name.equals('/dev/zero') ? name : new Untrusted(Buffer.concat([Buffer.from('/memfd:'), name.bytes]));
}
