import {lazy} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {openLayer, orPresence, pagemapIn} from './image-layer.js';
import type {PagemapLayer} from './pagemap-layer.js';
import type {Presence} from './presence.js';
import {ShmFiles, type SavedFiles} from './shm-files.js';
import type {Layer} from './stretch.js';
import {status} from './vma-table.js';

/** Memory that several processes, or a file descriptor, can share: anonymous shared mappings, SysV segments, memfds and files of `/dev/shm`. */
export type SharedObject = {
	/** The object's pages by offset, or why they can't be told. */
	readonly layer: Layer | Presence;
	/** Bytes, where the images tell; offsets at or behind it hold nothing. */
	readonly size: number | undefined;
};

/** The shared objects of a dump by CRIU's id of them, each opened once. */
export class SharedObjects {
	readonly #images: ImageDirectory;
	readonly #pageSize: number;
	readonly #layers = new Map<bigint, () => PagemapLayer | Presence>();
	readonly #shmFiles: ShmFiles;
	readonly #memfds: () => ReadonlyMap<bigint, {readonly shmid: bigint; readonly size: number}>;
	readonly #dumpedSegments: () => ReadonlySet<bigint>;

	constructor(images: ImageDirectory, pageSize: number) {
		this.#images = images;
		this.#pageSize = pageSize;
		this.#shmFiles = new ShmFiles(images, pageSize);
		this.#memfds = lazy(() => memfdsByFile(images));
		this.#dumpedSegments = lazy(() => segmentsWithPages(images));
	}

	/**
	The files of `/dev/shm`.

	@throws {PendingError}
	*/
	get savedFiles(): SavedFiles {
		return this.#shmFiles.saved;
	}

	/** The object behind a mapping with these status bits; undefined when it maps none. */
	behind(bits: number, shmid: bigint): SharedObject | undefined {
		if ((bits & status.memfd) !== 0) {
			return this.#memfd(shmid);
		}

		if ((bits & (status.fileShared | status.filePrivate)) !== 0) {
			return this.#shmFiles.file(shmid);
		}

		if ((bits & status.sysv) !== 0) {
			return {layer: this.#segment(shmid), size: undefined};
		}

		return (bits & status.anonymousShared) !== 0 ? {layer: this.layer(shmid), size: undefined} : undefined;
	}

	/** The pages of an object; CRIU writes an image even for one that was never touched, so one without has lost it. */
	layer(shmid: bigint): PagemapLayer | Presence {
		let layer = this.#layers.get(shmid);
		if (layer === undefined) {
			layer = lazy(() => this.#open(imageOf(shmid)));
			this.#layers.set(shmid, layer);
		}

		return orPresence(layer, 'damaged');
	}

	#open(name: string): PagemapLayer | Presence {
		const pagemap = pagemapIn(this.#images, name);
		if (pagemap !== undefined) {
			return openLayer(this.#images, name, pagemap, {pageSize: this.#pageSize, narrow: false});
		}

		this.#reportMissing(name);
		return 'truncated';
	}

	#reportMissing(name: string): void {
		this.#images.reporting(() => ({problems: [new InputError(this.#images.shown(name), 'missing')]}));
	}

	// Old images have the content of a segment with its description, and those of a segment of the host have nothing.
	#segment(id: bigint): PagemapLayer | Presence {
		const isDumped = orPresence(() => this.#images.has(imageOf(id)) || this.#dumpedSegments().has(id), 'damaged');
		return isDumped === true ? this.layer(id) : isDumped === false ? 'never-dumped' : isDumped;
	}

	// A memfd mapping has the id of the open file, which leads to the inode and from there to the object.
	#memfd(file: bigint): SharedObject {
		const memfds = orPresence(this.#memfds, 'damaged');
		if (typeof memfds === 'string') {
			return {layer: memfds, size: undefined};
		}

		const memfd = memfds.get(file);
		if (memfd !== undefined) {
			return {layer: this.layer(memfd.shmid), size: memfd.size};
		}

		if (!this.#images.has(memfdImage)) {
			this.#reportMissing(memfdImage);
		}

		return {layer: 'damaged', size: undefined};
	}
}

const memfdImage = 'memfd.img';

const known = new WeakMap<ImageDirectory, Map<number, SharedObjects>>();

/** The shared objects of a dump with pages of this size: the same for each process, so that one object is one source of bytes. */
export function sharedObjectsOf(images: ImageDirectory, pageSize: number): SharedObjects {
	const bySize = known.get(images) ?? new Map<number, SharedObjects>();
	known.set(images, bySize);
	const objects = bySize.get(pageSize) ?? new SharedObjects(images, pageSize);
	bySize.set(pageSize, objects);
	return objects;
}

function imageOf(shmid: bigint): string {
	return `pagemap-shmem-${shmid}.img`;
}

/** The segments of System V whose content is in an image of pages. The archive must be complete. */
function segmentsWithPages(images: ImageDirectory): ReadonlySet<bigint> {
	const segments = images.names().filter(name => /^ipcns-shm-\d+\.img$/v.test(name)).flatMap(name => images.messages(name, 'ipc_shm_entry'));
	return new Set(segments.filter(segment => segment.in_pagemaps).map(({desc}) => BigInt(desc.id)));
}

function memfdsByFile(images: ImageDirectory): ReadonlyMap<bigint, {readonly shmid: bigint; readonly size: number}> {
	const inodes = new Map(images.messages(memfdImage, 'memfd_inode_entry').map(inode => [inode.inode_id, inode]));
	const memfds = new Map<bigint, {readonly shmid: bigint; readonly size: number}>();
	for (const {id, memfd} of images.messages('files.img', 'file_entry')) {
		const inode = memfd && inodes.get(BigInt(memfd.inode_id));
		if (inode !== undefined) {
			memfds.set(BigInt(id), {shmid: BigInt(inode.shmid), size: Number(inode.size)});
		}
	}

	return memfds;
}
