import type {Untrusted} from '../text/untrusted.js';
import type {ByteSource, InputError} from './byte-source.js';

export type MemberKind = 'file' | 'directory' | 'symlink' | 'hard-link' | 'fifo' | 'character-device' | 'block-device' | 'other';

/** One file of an archive, or of a directory that takes an archive's place. */
export type Member = {
	/** `name` normalised (no leading `./` or `/`, no trailing `/`, no empty or `.` parts), one character a byte: the key to look up by. */
	readonly key: string;
	/** The name as it is written in the archive. */
	readonly name: Untrusted;
	readonly kind: MemberKind;
	/** Bytes of content; 0 for everything that is not a file. */
	readonly size: number;
	/** Permission bits with set-user-id, set-group-id and sticky. */
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	/** Seconds since 1970. */
	readonly mtime: number;
	/** Where a symbolic or hard link points, as written. */
	readonly target?: Untrusted;
	/** The content: of a file, and of the file that a hard link stands for. */
	readonly source?: ByteSource;
};

export type Annotation = {
	readonly key: Untrusted;
	readonly value: Untrusted;
};

export type ArchiveProgress = {
	/** Bytes of input consumed, of `total`. */
	readonly done: number;
	readonly total: number;
	/** Bytes of plain archive that came out. */
	readonly output: number;
};

/**
A container of files, read only: a tar (plain or compressed) or a directory.

A compressed archive is being decompressed when it is handed over: members appear as their headers come out, and a member can be read as far as its bytes are there.
*/
export type Archive = {
	readonly path: string;
	readonly format: 'directory' | 'tar';
	readonly compression: 'none' | 'gzip' | 'zstd' | 'xz' | 'bzip2';
	/** Size of the file itself, or 0 for a directory. */
	readonly size: number;
	/** False while members may still appear. */
	readonly complete: boolean;
	readonly progress: ArchiveProgress;
	/** What is wrong with the container: truncated, damaged, no end mark, names that occur twice. */
	readonly problems: readonly InputError[];
	/** The bytes of the tar as they are stored, compressed or not, and plain, and where in the plain ones the mark of its end begins, if that was found; undefined for a directory. */
	readonly tar?: {readonly stored: ByteSource; readonly plain: ByteSource; readonly endMark: number | undefined};
	/** Of an OCI image that carries the checkpoint: the annotations of its manifest, as written. */
	readonly annotations?: readonly Annotation[];

	/** Every member found so far, in archive order; of members with one name, the last. */
	members(): Iterable<Member>;

	/**
	The member with this key; undefined when there is none.

	@throws {PendingError} while it may still appear
	*/
	get(key: string): Member | undefined;

	/**
	The directory on disk that a symbolic link of this archive leads out to, as CRIU follows the `parent` link of an image directory: opened read only, only the files directly in it, and closed with this archive. Undefined when there is none. Only a directory has this: what a link in a tar leads out to was never part of it.

	@throws {InputError} when it can't be read, or when such links lead in a circle
	*/
	followLink?(key: string): Archive | undefined;

	/** Calls `listener` after progress, at most some ten times a second, and once at the end. Returns a function that stops it. Listening does not keep the process alive; waiting for `whenComplete` does. */
	onProgress(listener: () => void): () => void;

	/** Settles when the archive is complete (damage is in `problems`, not thrown). */
	whenComplete(): Promise<void>;

	/** Stops decompression and closes every file. Whoever was given extents must be done with them. */
	close(): void;
};
