import {Buffer} from 'node:buffer';
import fs from 'node:fs';
import {printable} from '../text/printable.js';
import {Untrusted} from '../text/untrusted.js';
import type {Archive, ArchiveProgress, Member, MemberKind} from './archive.js';
import {InputError} from './byte-source.js';
import {FilePool} from './file-pool.js';
import {memberKey} from './member-name.js';
import {systemComplaint} from './open-file.js';
import {Problems} from './problems.js';

const maxDepth = 16;
const maxMembers = 200_000;
// Pre-dumps are made by the dozen.
const maxLinks = 256;
const missing = new Set<string | undefined>(['ENOENT', 'ENOTDIR']);
const separator = Buffer.from('/');

type Options = {
	/** How deep to look: 1 sees only what is directly in the directory. */
	readonly depth?: number;
	/** The directories (device and inode) that links led through to this one. */
	readonly visited?: ReadonlySet<string>;
};

/**
A directory of files in an archive's place. Nothing outside of it is looked at and no symbolic link in it is followed, unless `followLink` is asked to; files are opened when they are first read, and nothing but regular files is.
*/
export class DirectoryArchive implements Archive {
	readonly #folder: Buffer;
	readonly #name: string;
	readonly #visited: ReadonlySet<string>;
	readonly #members = new Map<string, Member>();
	readonly #problems = new Problems();
	readonly #pool = new FilePool();
	readonly #linked = new Map<string, DirectoryArchive | undefined>();
	readonly path: string;
	readonly format = 'directory';
	readonly compression = 'none';
	readonly size = 0;
	readonly complete = true;

	/**
	Lists everything below `folder`.

	@throws {InputError} when the directory can't be read
	*/
	constructor(folder: string | Buffer, {depth = maxDepth, visited = new Set()}: Options = {}) {
		this.#folder = Buffer.from(folder);
		this.path = this.#folder.toString();
		this.#name = printable(this.#folder);
		this.#visited = new Set([...visited, identity(statDirectory(this.#folder, this.#name))]);
		this.#walk(depth);
	}

	#open(link: Buffer): DirectoryArchive | undefined {
		let folder: Buffer;
		let stat: fs.Stats;
		try {
			folder = fs.realpathSync.native(link, {encoding: 'buffer'});
			stat = fs.statSync(folder);
		} catch (error) {
			if (missing.has((error as NodeJS.ErrnoException).code)) {
				return undefined;
			}

			throw systemComplaint(printable(link), error);
		}

		if (!stat.isDirectory()) {
			return undefined;
		}

		if (this.#visited.has(identity(stat))) {
			throw new InputError(printable(link), 'the chain of parent directories leads in a circle');
		}

		if (this.#visited.size > maxLinks) {
			throw new InputError(printable(link), `more than ${maxLinks} directories lead to each other`);
		}

		return new DirectoryArchive(folder, {depth: 1, visited: this.#visited});
	}

	// Breadth first: what is near is listed even where the depths have no end.
	#walk(depth: number): void {
		let level: Buffer[] = [Buffer.alloc(0)];
		for (let at = 1; level.length > 0; at++) {
			const deeper: Buffer[] = [];
			for (const name of level) {
				for (const member of this.#list(name)) {
					if (this.#members.size === maxMembers) {
						this.#problems.add(new InputError(this.#name, `more than ${maxMembers} files: the rest is not listed`));
						return;
					}

					this.#members.set(member.key, member);
					if (member.kind === 'directory') {
						deeper.push(Buffer.from(member.name.bytes));
					}
				}
			}

			if (at === depth) {
				if (depth === maxDepth && deeper.length > 0) {
					this.#problems.add(new InputError(this.#name, `directories deeper than ${maxDepth} are not listed`));
				}

				return;
			}

			level = deeper;
		}
	}

	* #list(directory: Buffer): Generator<Member> {
		const folder = directory.length === 0 ? this.#folder : Buffer.concat([this.#folder, separator, directory]);
		for (const entry of this.#names(folder)) {
			const name = directory.length === 0 ? entry : Buffer.concat([directory, separator, entry]);
			const member = this.#describe(name);
			if (member !== undefined) {
				yield member;
			}
		}
	}

	#names(folder: Buffer): Buffer[] {
		try {
			return fs.readdirSync(folder, {encoding: 'buffer'}).sort(Buffer.compare);
		} catch (error) {
			const problem = systemComplaint(printable(folder), error);
			if (folder === this.#folder) {
				throw problem;
			}

			this.#problems.add(problem);
			return [];
		}
	}

	#describe(name: Buffer): Member | undefined {
		const file = Buffer.concat([this.#folder, separator, name]);
		try {
			const stat = fs.lstatSync(file);
			const kind = kindOf(stat);
			return {
				key: memberKey(name),
				name: new Untrusted(name),
				kind,
				size: kind === 'file' ? stat.size : 0,
				mode: stat.mode & 0o7777,
				uid: stat.uid,
				gid: stat.gid,
				mtime: stat.mtimeMs / 1000,
				...kind === 'symlink' && {target: new Untrusted(fs.readlinkSync(file, {encoding: 'buffer'}))},
				...kind === 'file' && {source: this.#pool.source(file, stat)},
			};
		} catch (error) {
			this.#problems.add(systemComplaint(printable(file), error));
			return undefined;
		}
	}

	get problems(): readonly InputError[] {
		return this.#problems.list;
	}

	get progress(): ArchiveProgress {
		return {done: 0, total: 0, output: 0};
	}

	members(): Iterable<Member> {
		return this.#members.values();
	}

	get(key: string): Member | undefined {
		return this.#members.get(key);
	}

	followLink(key: string): Archive | undefined {
		if (this.#members.get(key)?.kind !== 'symlink') {
			return undefined;
		}

		if (!this.#linked.has(key)) {
			this.#linked.set(key, this.#open(Buffer.concat([this.#folder, separator, Buffer.from(key, 'latin1')])));
		}

		return this.#linked.get(key);
	}

	onProgress(): () => void {
		return () => undefined;
	}

	async whenComplete(): Promise<void> {
		// Everything was listed when it was opened.
	}

	close(): void {
		this.#pool.close();
		for (const archive of this.#linked.values()) {
			archive?.close();
		}
	}
}

function statDirectory(folder: Buffer, name: string): fs.Stats {
	try {
		return fs.statSync(folder);
	} catch (error) {
		throw systemComplaint(name, error);
	}
}

function identity({dev, ino}: fs.Stats): string {
	return `${dev}:${ino}`;
}

function kindOf(stat: fs.Stats): MemberKind {
	if (stat.isFile()) {
		return 'file';
	}

	if (stat.isDirectory()) {
		return 'directory';
	}

	if (stat.isSymbolicLink()) {
		return 'symlink';
	}

	if (stat.isFIFO()) {
		return 'fifo';
	}

	if (stat.isCharacterDevice()) {
		return 'character-device';
	}

	return stat.isBlockDevice() ? 'block-device' : 'other';
}
