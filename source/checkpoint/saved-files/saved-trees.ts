import type {Archive} from '../../archive/archive.js';
import {InputError, PendingError} from '../../archive/byte-source.js';
import {openTarWithin} from '../../archive/open.js';
import type {Untrusted} from '../../text/untrusted.js';
import type {Layout} from '../layout.js';
import {requireComplete} from '../require-complete.js';
import {deletedFile, savedFileOf, type SavedFile} from './saved-file.js';
import type {SavedPath} from './saved-places.js';
import {savedTars, tmpfsTars, type SavedPlace, type SavedTar} from './saved-tars.js';

/** Files of the container that stand in one place of the checkpoint. */
export type SavedTree = {
	/** The file that has them: `rootfs-diff.tar`, `deleted.files`. */
	readonly key: string;
	readonly of: SavedPlace;
	/** In the order of the file. Throws `InputError` where that can't be read at all. */
	readonly files: () => readonly SavedFile[];
	/** What is wrong with it: files may be missing. */
	readonly problems: readonly InputError[];
};

const deletedFiles = 'deleted.files';

/** The files of the container in a checkpoint. Their tars are opened, those that are compressed unpacked, by `whenOpen`. */
export class SavedTrees {
	readonly #layout: () => Layout;
	readonly #deleted: () => readonly Untrusted[];
	readonly #open: Archive[] = [];
	readonly #byPath = new WeakMap<SavedTree, ReadonlyMap<string, SavedFile>>();
	#trees: readonly SavedTree[] | undefined;
	#opening: Promise<void> | undefined;
	#isClosed = false;

	constructor(layout: () => Layout, deleted: () => readonly Untrusted[]) {
		this.#layout = layout;
		this.#deleted = deleted;
	}

	/**
	Every tree, that of the root file system first.

	@throws {PendingError} until they are open
	*/
	all(): readonly SavedTree[] {
		if (this.#trees === undefined) {
			throw new PendingError('what the container changed');
		}

		return this.#trees;
	}

	/**
	The file that one of them has at a path; undefined where it has none, or says that it was deleted.

	@throws {PendingError} until they are open
	@throws {InputError} when the tree can't be read
	*/
	file({tree: key, path}: SavedPath): SavedFile | undefined {
		const tree = this.all().find(other => other.key === key);
		if (tree === undefined) {
			return undefined;
		}

		// Of two members with one name, the later is what is unpacked.
		const byPath = this.#byPath.get(tree) ?? new Map(tree.files().filter(({member}) => member !== undefined).map(file => [file.path.toKey(), file]));
		this.#byPath.set(tree, byPath);
		return byPath.get(path);
	}

	/**
	Opens them, and resolves when that is done.

	@throws {PendingError} while the archive around them is being decompressed
	*/
	async whenOpen(): Promise<void> {
		requireComplete(this.#layout().images.archive);
		this.#opening ??= this.#openAll();
		await this.#opening;
	}

	close(): void {
		this.#isClosed = true;
		for (const tar of this.#open.splice(0)) {
			tar.close();
		}
	}

	async #openAll(): Promise<void> {
		const {images, files} = this.#layout();
		const trees: SavedTree[] = [];
		for (const tar of [...files === undefined ? [] : savedTars(images.archive, files), ...tmpfsTars(images)]) {
			trees.push(await this.#openTar(tar));
		}

		if (files?.has(deletedFiles)) {
			const rootfs = trees.findIndex(({of}) => of === 'rootfs');
			trees.splice(rootfs + 1, 0, {key: deletedFiles, of: 'rootfs', problems: [], files: () => this.#deleted().map(path => deletedFile(path))});
		}

		this.#trees = trees;
	}

	async #openTar({key, of, place, name, source}: SavedTar): Promise<SavedTree> {
		const tar = await complaintOr(async () => openTarWithin(source, name));
		if (tar instanceof InputError) {
			return {key, of, problems: [tar], files() {
				throw tar;
			}};
		}

		if (this.#isClosed) {
			tar.close();
		} else {
			this.#open.push(tar);
		}

		const files = Array.from(tar.members(), member => savedFileOf(member, place, of === 'rootfs'));
		return {key, of, problems: tar.problems, files: () => files};
	}
}

async function complaintOr<T>(work: () => Promise<T>): Promise<T | InputError> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof InputError) {
			return error;
		}

		throw error;
	}
}
