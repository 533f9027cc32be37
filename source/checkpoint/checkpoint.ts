import type {Archive} from '../archive/archive.js';
import {attempt, lazy} from '../archive/attempt.js';
import type {InputError} from '../archive/byte-source.js';
import {openArchive} from '../archive/open.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {containerFacts} from './container-facts.js';
import type {Container} from './container.js';
import {readMemoryTotals} from './dump-memory.js';
import {dumpProblems} from './dump-problems.js';
import {findLayout, type Layout} from './layout.js';
import {openProcessTable} from './process-table.js';
import type {Process} from './process.js';
import {SavedTrees} from './saved-files/saved-trees.js';

/**
A frozen container. Opening one reads the archive's index; everything else is loaded when it is first asked for, once.

While a compressed archive is being decompressed, properties throw `PendingError` until what they need is there.
*/
export type Checkpoint = {
	readonly archive: Archive;
	/** The images that were opened. */
	readonly images: ImageDirectory;
	/** Other directories with images in the archive: dumps that this one builds on, other containers of a pod. */
	readonly otherImages: readonly ImageDirectory[];
	readonly container: Container;
	/** The files of the container that were saved with it. */
	readonly savedTrees: SavedTrees;
	/** The roots of the tree: tasks without a parent, orphans last. */
	readonly roots: readonly Process[];
	/** Every task, parents before children. */
	readonly processes: readonly Process[];
	process(pid: number): Process | undefined;
	/** Everything that was found to be wrong so far, each once: what is damaged, and what should be there and is not. */
	readonly problems: readonly InputError[];

	/**
	Resolves as soon as the images are found: at once for a plain tar and a directory, at the latest when a compressed archive is complete.

	@throws {InputError} when the archive turns out to hold no checkpoint
	*/
	whenReady(): Promise<void>;

	close(): void;
};

/**
Opens what may be a checkpoint: a directory, a tar or a compressed tar, of any engine or of CRIU itself. Returns at once for a compressed archive, which goes on being decompressed; whether there is a checkpoint in it then shows with `whenReady()`.

@throws {InputError} when it can't be read, or holds no checkpoint
*/
export async function openCheckpoint(path: string): Promise<Checkpoint> {
	return openCheckpointIn(await openArchive(path));
}

/**
The same in an archive that is open already; closes it when there is no checkpoint in it.

@throws {InputError} when it holds no checkpoint
*/
export function openCheckpointIn(archive: Archive): Checkpoint {
	const checkpoint = checkpointIn(archive);
	const layout = attempt(() => checkpoint.images);
	if (layout.state === 'failed') {
		archive.close();
		throw layout.error;
	}

	return checkpoint;
}

/** What may be a checkpoint, in an archive that is open already. */
export function checkpointIn(archive: Archive): Checkpoint {
	return new OpenCheckpoint(archive);
}

class OpenCheckpoint implements Checkpoint {
	readonly #layout: () => Layout;
	readonly #processes: () => ReturnType<typeof openProcessTable>;
	readonly #lost: () => readonly InputError[];
	readonly archive: Archive;
	readonly container: Container;
	readonly savedTrees: SavedTrees;

	constructor(archive: Archive) {
		this.archive = archive;
		this.#layout = lazy(() => findLayout(archive));
		this.#processes = lazy(() => openProcessTable(this.images));
		const memory = lazy(() => readMemoryTotals(this.images));
		this.container = containerFacts(archive, this.#layout, memory);
		this.savedTrees = new SavedTrees(this.#layout, () => this.container.deletedFiles);
		this.#lost = lazy(() => dumpProblems(this.images, this.container.contents.missing, memory()));
	}

	get images(): ImageDirectory {
		return this.#layout().images;
	}

	get otherImages(): readonly ImageDirectory[] {
		return this.#layout().others();
	}

	get roots(): readonly Process[] {
		return this.#processes().roots;
	}

	get processes(): readonly Process[] {
		return this.#processes().processes;
	}

	process(pid: number): Process | undefined {
		return this.#processes().process(pid);
	}

	get problems(): readonly InputError[] {
		const layout = attempt(this.#layout);
		if (layout.state !== 'ready') {
			return this.archive.problems;
		}

		const lost = attempt(this.#lost);
		const all = [...this.archive.problems, ...this.#processes().problems, ...lost.state === 'ready' ? lost.value : [], ...layout.value.images.problems];
		return [...new Map(all.map(problem => [problem.message, problem])).values()];
	}

	async whenReady(): Promise<void> {
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		const look = () => {
			const result = attempt(this.#layout);
			if (result.state === 'ready') {
				resolve();
			} else if (result.state === 'failed') {
				reject(result.error);
			}
		};

		const stop = this.archive.onProgress(look);
		look();
		void this.archive.whenComplete().then(look);
		try {
			await promise;
		} finally {
			stop();
		}
	}

	close(): void {
		this.savedTrees.close();
		this.archive.close();
	}
}
