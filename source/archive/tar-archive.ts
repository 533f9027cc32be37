import type {Annotation, Archive, ArchiveProgress, Member} from './archive.js';
import {type ByteSource, type InputError, PendingError} from './byte-source.js';
import {TarIndex} from './tar-index.js';

/** Bytes of a tar that are still coming in. */
export type Inflow = {
	readonly progress: ArchiveProgress;
	/** What ended it before its end. */
	readonly problem: InputError | undefined;
	readonly isSettled: boolean;
	/** Calls `listener` after progress and at the end; returns a function that stops it. */
	onProgress(listener: () => void): () => void;
	whenSettled(): Promise<void>;
};

export type TarArchiveOptions = {
	readonly path: string;
	/** The path, printable: what problems are told of. */
	readonly name: string;
	/** Size of the file that was given, compressed or not. */
	readonly size: number;
	readonly compression: Archive['compression'];
	/** The plain tar. */
	readonly source: ByteSource;
	/** What it comes out of, where it was compressed. */
	readonly stored?: ByteSource | undefined;
	readonly inflow?: Inflow | undefined;
	readonly annotations?: readonly Annotation[] | undefined;
	/** What is wrong with the container around it. */
	readonly outerProblems?: readonly InputError[] | undefined;
	/** Closes what `source` reads from. */
	readonly close: () => void;
};

/** A tar as an archive: in place where it lies plain, or on its way out of a decompressor. */
export class TarArchive implements Archive {
	readonly #name: string;
	readonly #index: TarIndex;
	readonly #inflow: Inflow | undefined;
	readonly #outerProblems: readonly InputError[];
	readonly #close: () => void;
	#isClosed = false;
	readonly path: string;
	readonly format = 'tar';
	readonly compression: Archive['compression'];
	readonly size: number;
	readonly tar: NonNullable<Archive['tar']>;
	readonly annotations?: readonly Annotation[];

	constructor({path, name, size, compression, source, stored = source, inflow, annotations, outerProblems, close}: TarArchiveOptions) {
		this.path = path;
		this.compression = compression;
		this.size = size;
		if (annotations !== undefined) {
			this.annotations = annotations;
		}

		this.#name = name;
		const index = new TarIndex(source, inflow === undefined ? name : `${name} (decompressed)`);
		this.#index = index;
		this.tar = {
			stored, plain: source,
			get endMark() {
				index.advance();
				return index.endMark;
			},
		};
		this.#inflow = inflow;
		this.#outerProblems = outerProblems ?? [];
		this.#close = close;
		this.#index.advance();
	}

	get complete(): boolean {
		this.#index.advance();
		return this.#index.isComplete && this.#inflow?.isSettled !== false;
	}

	get progress(): ArchiveProgress {
		return this.#inflow?.progress ?? {done: this.size, total: this.size, output: this.size};
	}

	get problems(): readonly InputError[] {
		this.#index.advance();
		const problem = this.#inflow?.problem;
		return [...this.#outerProblems, ...problem === undefined ? [] : [problem], ...this.#index.problems];
	}

	* members(): Generator<Member> {
		this.#index.advance();
		yield * this.#index.members.values();
	}

	get(key: string): Member | undefined {
		this.#index.advance();
		const member = this.#index.members.get(key);
		if (member === undefined && !this.#index.isComplete) {
			throw new PendingError(this.#name);
		}

		return member;
	}

	onProgress(listener: () => void): () => void {
		return this.#inflow?.onProgress(listener) ?? (() => undefined);
	}

	async whenComplete(): Promise<void> {
		await this.#inflow?.whenSettled();
	}

	close(): void {
		if (this.#isClosed) {
			return;
		}

		this.#isClosed = true;
		this.#close();
	}
}
