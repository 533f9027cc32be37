import type {Untrusted} from '../text/untrusted.js';
import {type ByteSource, InputError} from './byte-source.js';
import {SliceSource} from './file-source.js';
import type {HeaderWindow} from './header-window.js';
import {shownName} from './member-name.js';
import type {Problems} from './problems.js';
import {type SparseMap, sparseMapFault, SparseSource} from './sparse-source.js';
import type {TarAttributes} from './tar-attributes.js';
import {blockSize, type TarHeader} from './tar-header.js';
import {readOldGnuSparse, readSparseMapFromBody} from './tar-sparse.js';
import {unreadable} from './unreadable-source.js';

// Of all members, so that an archive of a few kilobytes can't fill the memory with what it decompresses to.
const maxStretches = 1 << 22;

/** A file in a tar: `stored` bytes behind the header at `offset`. */
type StoredFile = {
	readonly header: TarHeader;
	readonly name: Untrusted;
	readonly offset: number;
	readonly stored: number;
	readonly attributes: TarAttributes;
	/** From the PAX header of GNU's older sparse formats. */
	readonly sparseMap: SparseMap | undefined;
};

/** What a file holds; `stored` bytes of it begin at `start` of the tar. */
type Content = {
	readonly source: ByteSource;
	readonly start: number;
	readonly stored: number;
};

/** Finds the contents of a tar's files. A sparse map that is damaged costs its file, and is told in `problems`. */
export class TarContents {
	readonly #source: ByteSource;
	readonly #file: string;
	readonly #window: HeaderWindow;
	readonly #problems: Problems;
	#stretches = 0;

	/** `file` is the printable file name that problems are told of. */
	constructor(source: ByteSource, file: string, window: HeaderWindow, problems: Problems) {
		this.#source = source;
		this.#file = file;
		this.#window = window;
		this.#problems = problems;
	}

	/** As it is stored, or with the holes of a sparse file. */
	of({header, name, offset, stored, attributes, sparseMap}: StoredFile): Content {
		if (header.type === 'S') {
			const {map, dataStart, size} = readOldGnuSparse((position, length) => this.#window.read(position, length), this.#file, offset);
			const source = this.#sparse(name, map, dataStart, stored, attributes.integer('SCHILY.realsize') ?? size, offset);
			return {source, start: dataStart, stored};
		}

		const bodyStart = offset + blockSize;
		const hasMapInBody = attributes.integer('GNU.sparse.major') === 1;
		if (sparseMap === undefined && !hasMapInBody) {
			return {source: new SliceSource(this.#source, bodyStart, stored), start: bodyStart, stored};
		}

		const realSize = attributes.integer('GNU.sparse.realsize') ?? attributes.integer('GNU.sparse.size');
		return hasMapInBody
			? this.#sparseWithMapInBody(name, bodyStart, stored, realSize, offset)
			: {source: this.#sparse(name, sparseMap!, bodyStart, stored, realSize, offset), start: bodyStart, stored};
	}

	#sparseWithMapInBody(name: Untrusted, bodyStart: number, stored: number, realSize: number | undefined, offset: number): Content {
		try {
			const {map, dataStart} = readSparseMapFromBody((position, length) => this.#window.read(position, length), this.#file, bodyStart, stored);
			const left = stored - (dataStart - bodyStart);
			return {source: this.#sparse(name, map, dataStart, left, realSize, offset), start: dataStart, stored: left};
		} catch (error) {
			if (!(error instanceof InputError)) {
				throw error;
			}

			// Where the next member begins is known all the same.
			this.#problems.add(error);
			return {source: unreadable(error, realSize ?? 0), start: bodyStart, stored};
		}
	}

	#sparse(name: Untrusted, map: SparseMap, dataStart: number, stored: number, size: number | undefined, offset: number): ByteSource {
		this.#stretches += map.offsets.length;
		const fault = this.#stretches > maxStretches
			? `the sparse files have more than ${maxStretches} stretches`
			: (size === undefined || size < 0 ? 'the sparse file has no size' : sparseMapFault(map, size, stored));
		if (fault === undefined) {
			return new SparseSource(new SliceSource(this.#source, dataStart, stored), map, size!);
		}

		const problem = new InputError(this.#file, `${shownName(name)} can't be read: ${fault}`, offset);
		this.#problems.add(problem);
		return unreadable(problem, size !== undefined && size > 0 ? size : 0);
	}
}
