import {attempt, lazy} from '../archive/attempt.js';
import {PendingError, type ByteSource, type InputError} from '../archive/byte-source.js';
import {TarIndex} from '../archive/tar-index.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {FileLayer} from './file-layer.js';
import type {SharedObject} from './shared-objects.js';

const folder = '/dev/shm/';
const savedTar = 'devshm-checkpoint.tar';

/** What the engine saved of `/dev/shm`, mapped or not. */
export type SavedFiles = {
	/** By their paths in it, one character a byte. */
	readonly files: ReadonlyMap<string, SharedObject>;
	/** What is wrong with the tar that they are in. */
	readonly problems: readonly InputError[];
};

/**
The files of `/dev/shm` (POSIX shared memory) that processes map. CRIU leaves files to the file system; that one is memory, and Podman saves it in a tar of its own beside the images.
*/
export class ShmFiles {
	readonly #images: ImageDirectory;
	readonly #pageSize: number;
	readonly #names: () => ReadonlyMap<bigint, string>;
	readonly #saved: () => TarIndex | undefined;
	readonly #files = new Map<bigint, () => SharedObject | undefined>();
	// Two names of one file are one object.
	readonly #objects = new Map<ByteSource, SharedObject>();

	constructor(images: ImageDirectory, pageSize: number) {
		this.#images = images;
		this.#pageSize = pageSize;
		this.#names = lazy(() => this.#findNames());
		this.#saved = lazy(() => this.#findSaved());
	}

	/**
	All of them.

	@throws {PendingError}
	*/
	get saved(): SavedFiles {
		const saved = this.#saved();
		saved?.advance();
		if (saved?.isComplete === false) {
			throw new PendingError(savedTar);
		}

		const files = new Map<string, SharedObject>();
		for (const [key, {source}] of saved?.members ?? []) {
			if (source !== undefined) {
				files.set(key, this.#object(source));
			}
		}

		return {files, problems: saved?.problems ?? []};
	}

	/** The file with this id in files.img; undefined when it is none of these, or was not saved. */
	file(id: bigint): SharedObject | undefined {
		let file = this.#files.get(id);
		if (file === undefined) {
			file = lazy(() => this.#find(id));
			this.#files.set(id, file);
		}

		const result = attempt(file);
		return result.state === 'ready' ? result.value : result.state === 'pending' ? {layer: 'pending', size: undefined} : undefined;
	}

	#findNames(): ReadonlyMap<bigint, string> {
		const names = new Map<bigint, string>();
		// A deleted file keeps its name in the image; what the engine saved by that name is another file.
		const deleted = new Set(this.#images.messages('remap-fpath.img', 'remap_file_path_entry').map(({orig_id}) => orig_id));
		for (const {id, reg} of this.#images.messages('files.img', 'file_entry')) {
			const path = reg?.name.toKey();
			if (path?.startsWith(folder) && !deleted.has(id)) {
				names.set(BigInt(id), path.slice(folder.length));
			}
		}

		return names;
	}

	#findSaved(): TarIndex | undefined {
		const {archive, prefix} = this.#images;
		const outside = prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
		const source = archive.get(outside + savedTar)?.source;
		return source && new TarIndex(source, savedTar);
	}

	#find(id: bigint): SharedObject | undefined {
		const name = this.#names().get(id);
		const saved = name === undefined ? undefined : this.#saved();
		saved?.advance();
		const source = saved?.members.get(name!)?.source;
		if (source === undefined && saved?.isComplete === false) {
			throw new PendingError(savedTar);
		}

		return source && this.#object(source);
	}

	#object(source: ByteSource): SharedObject {
		const object = this.#objects.get(source) ?? {layer: new FileLayer(source, this.#pageSize), size: source.size};
		this.#objects.set(source, object);
		return object;
	}
}
