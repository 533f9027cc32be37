import {attempt} from '../../../archive/attempt.js';
import {InputError, type ByteSource} from '../../../archive/byte-source.js';
import {FilePool} from '../../../archive/file-pool.js';
import {SliceSource} from '../../../archive/file-source.js';
import type {Checkpoint} from '../../../checkpoint/checkpoint.js';
import {orNothing} from '../../../checkpoint/complaint.js';
import {compose} from '../../../checkpoint/compose.js';
import type {Content} from '../../../checkpoint/contents/content.js';
import {removedFileContents} from '../../../checkpoint/contents/removed-files.js';
import {FileTable} from '../../../checkpoint/file-table.js';
import type {SavedTree} from '../../../checkpoint/saved-files/saved-trees.js';
import type {reg_file_entry} from '../../../criu/schema/messages.js';
import type {Vma} from '../../../memory/memory.js';
import type {Untrusted} from '../../../text/untrusted.js';
import {type RootFolder} from '../../root-folder.js';
import {buildIdOf} from './build-id.js';
import {array, packed} from './layout.js';

/** A file of the container, and the file of the checkpoint that it stands in. */
type Saved = {readonly tree: string; readonly source: ByteSource};

/**
The files that processes map, of which a dump has only the pages that were changed. Their content is had from the first of these that has the file:
- the dump itself, of a file that had no name any more
- what was saved of the container's changes to its root file system, and of a tmpfs
- a folder with that root file system

A file is refused whose size or build id is not that of the mapped one.
*/
export class MappedFiles {
	readonly #files: FileTable;
	readonly #removed: ReadonlyMap<number, ByteSource>;
	readonly #saved: ReadonlyMap<string, Saved>;
	readonly #root: RootFolder | undefined;
	readonly #pool = new FilePool();
	readonly #contents = new Map<bigint, ByteSource | undefined>();
	readonly #refused = new Map<string, InputError>();
	readonly #absent = new Map<string, Untrusted>();

	private constructor(files: FileTable, removed: ReadonlyMap<number, ByteSource>, saved: ReadonlyMap<string, Saved>, root: RootFolder | undefined) {
		this.#files = files;
		this.#removed = removed;
		this.#saved = saved;
		this.#root = root;
	}

	/**
	What a checkpoint has, and `root`, where there is one.
	*/
	static async open({images, savedTrees}: Checkpoint, root: RootFolder | undefined): Promise<MappedFiles> {
		const files = new FileTable(images);
		const removed = new Map(removedFileContents(images, files).flatMap(question => orNothing(question) ?? []).flatMap(content => sourcesOf(content)));
		await savedTrees.whenOpen();
		return new MappedFiles(files, removed, new Map(savedTrees.all().flatMap(tree => savedIn(tree))), root);
	}

	/** What could not be taken, and why. */
	get problems(): readonly InputError[] {
		const absent = [...this.#absent.values()];
		const named = absent.slice(0, 3).join(', ');
		return [
			...this.#refused.values(),
			...(absent.length === 0 ? [] : [new InputError(this.#root!.name, `has not all of the mapped files: ${named}${absent.length > 3 ? ` and ${absent.length - 3} more` : ''}`)]),
		];
	}

	/** The content of the file that a mapping maps; undefined where it is not to be had. */
	content({shmid}: Vma): ByteSource | undefined {
		if (!this.#contents.has(shmid)) {
			const found = attempt(() => this.#find(Number(shmid)));
			if (found.state === 'pending') {
				throw found.error;
			}

			if (found.state === 'failed') {
				this.#refused.set(found.error.message, found.error);
			}

			this.#contents.set(shmid, found.state === 'ready' ? found.value : undefined);
		}

		return this.#contents.get(shmid);
	}

	close(): void {
		this.#pool.close();
	}

	#find(id: number): ByteSource | undefined {
		const file = orNothing(() => this.#files.entry(id)?.reg);
		const isRemoved = this.#files.isDeleted(id);
		if (file === undefined || isRemoved === undefined) {
			return undefined;
		}

		if (isRemoved) {
			return this.#ifSame(this.#removed.get(id), file, file.name);
		}

		const saved = this.#saved.get(file.name.toKey());
		return this.#ifSame(saved?.source, file, compose(`${saved?.tree}: `, file.name)) ?? this.#inRoot(file);
	}

	#inRoot(file: reg_file_entry): ByteSource | undefined {
		const found = this.#root?.file(file.name);
		if (found === undefined) {
			if (this.#root !== undefined) {
				this.#absent.set(file.name.toKey(), file.name);
			}

			return undefined;
		}

		return this.#ifSame(this.#pool.source(found.path, found.stat), file, compose(`${this.#root!.name}: `, file.name));
	}

	#ifSame(source: ByteSource | undefined, {size, build_id: words}: reg_file_entry, name: Untrusted): ByteSource | undefined {
		const reason = source && differenceOf(source, size, words);
		if (reason === undefined) {
			return source;
		}

		this.#refused.set(name.toKey(), new InputError(name.toString(), `${reason}: nothing is taken from it`));
		return undefined;
	}
}

function differenceOf(source: ByteSource, size: bigint | undefined, words: readonly number[]): string | undefined {
	if (size !== undefined && size !== BigInt(source.size)) {
		return `has ${source.size} bytes, the mapped file had ${size}`;
	}

	const expected = packed(array(words, 4, words.length));
	const found = words.length === 0 ? undefined : buildIdOf(source);
	// The image has whole words of it.
	return words.length > 0 && (found === undefined || expected.compare(found, 0, found.length, 0, found.length) !== 0) ? 'has not the build id of the mapped file' : undefined;
}

// From a sparse file, which is in many pieces, nothing is taken.
function sourcesOf({files, segments}: Content): Array<readonly [number, ByteSource]> {
	const [segment, ...more] = segments;
	const [piece, ...others] = segment?.pieces ?? [];
	if (piece === undefined || segment!.start !== 0n || more.length > 0 || others.length > 0) {
		return [];
	}

	const source = new SliceSource(piece.source, piece.position, piece.length);
	return files.map(id => [id, source] as const);
}

// A tmpfs lies over the root file system, and its tree comes later.
function savedIn({key: tree, of, files}: SavedTree): Array<readonly [string, Saved]> {
	const saved = of === 'rootfs' || of === 'tmpfs' ? orNothing(files) ?? [] : [];
	return saved.flatMap(({path, member}) => member?.source === undefined ? [] : [[path.toKey(), {tree, source: member.source}] as const]);
}
