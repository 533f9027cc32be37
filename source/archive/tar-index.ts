import {Untrusted} from '../text/untrusted.js';
import type {Member, MemberKind} from './archive.js';
import {type ByteSource, InputError, PendingError} from './byte-source.js';
import {HeaderWindow} from './header-window.js';
import {memberKey, shownName} from './member-name.js';
import {paxInteger, parsePax} from './pax.js';
import {Problems} from './problems.js';
import type {SparseMap} from './sparse-source.js';
import {TarAttributes} from './tar-attributes.js';
import {TarContents} from './tar-content.js';
import {blockSize, cString, hasValidChecksum, isZeroBlock, parseTarHeader, type TarHeader} from './tar-header.js';
import {paxSparseMap, roundUp} from './tar-sparse.js';

const maxMembers = 1_000_000;
// Extended headers come on top of the members' own; a chain of them without a member is an attack.
const maxHeaders = 4 * maxMembers;
const maxPaxSize = 1 << 24;
// A path that Linux takes has at most 4096 bytes; deeper ones can be archived from a folder on their way.
const maxNameSize = 1 << 16;
// Of all members, so that an archive of a few kilobytes can't fill the memory with what it decompresses to.
const maxNamesSize = 1 << 28;

const kinds: Readonly<Record<string, MemberKind>> = {
	0: 'file',
	1: 'hard-link',
	2: 'symlink',
	3: 'character-device',
	4: 'block-device',
	5: 'directory',
	6: 'fifo',
	7: 'file',
	D: 'directory',
	S: 'file',
};

// Whatever their size field says, no body follows these.
const bodiless = new Set(['1', '2', '3', '4', '5', '6']);

// What extended headers say of the member that follows them.
type Extension = {
	readonly sparseMap?: SparseMap | undefined;
	readonly longPath?: Uint8Array;
	readonly longLinkPath?: Uint8Array;
};

/**
The members of a tar, found by hopping from header to header: no body is read. Understands v7, ustar, PAX and GNU.

It goes as far as the source's bytes are there, and on from there when it is asked again. Damage ends it, and is told in `problems`; the members before it stay.
*/
export class TarIndex {
	readonly #source: ByteSource;
	readonly #name: string;
	readonly #problems = new Problems();
	readonly #attributes = new TarAttributes();
	readonly #window: HeaderWindow;
	readonly #contents: TarContents;
	#position = 0;
	#headers = 0;
	#namesSize = 0;
	#isComplete = false;
	#endMark: number | undefined;
	// Told whatever else is.
	#endProblem: InputError | undefined;
	#extension: Extension = {};
	#last: {readonly name: Untrusted; readonly start: number; readonly stored: number} | undefined;
	/** By key, in the order of the archive; of members with one name, the last. */
	readonly members = new Map<string, Member>();

	/** `name` is the printable file name that problems are told of. */
	constructor(source: ByteSource, name: string) {
		this.#source = source;
		this.#name = name;
		this.#window = new HeaderWindow(source, name);
		this.#contents = new TarContents(source, name, this.#window, this.#problems);
	}

	// Reads one header and moves behind what belongs to it, or throws and stays.
	#step(): void {
		const offset = this.#position;
		if (this.#isAtEnd(offset)) {
			this.#finish(this.#endWithoutMark());
			return;
		}

		const block = this.#window.read(offset, blockSize);
		if (isZeroBlock(block)) {
			this.#passZeroBlock(offset);
			return;
		}

		if (!hasValidChecksum(block)) {
			throw new InputError(this.#name, 'damaged tar header: its checksum is wrong', offset);
		}

		this.#headers++;
		if (this.#headers > maxHeaders || this.members.size >= maxMembers) {
			throw new InputError(this.#name, `more than ${maxMembers} members: the rest is not read`, offset);
		}

		const header = parseTarHeader(block);
		switch (header.type) {
			case 'x':
			case 'X':
			case 'g': {
				this.#readPax(header, offset);
				break;
			}

			case 'L':
			case 'K': {
				const value = cString(this.#readExtension(header, offset, maxNameSize));
				this.#extension = header.type === 'L' ? {...this.#extension, longPath: value} : {...this.#extension, longLinkPath: value};
				break;
			}

			default: {
				this.#readMember(header, offset);
				this.#extension = {};
				this.#attributes.setLocal([]);
			}
		}
	}

	#isAtEnd(offset: number): boolean {
		return this.#source.settled && offset + blockSize > this.#source.available;
	}

	#endWithoutMark(): InputError {
		const end = this.#source.available;
		const last = this.#last;
		let reason = end > this.#position ? 'ends in the middle of a tar header' : 'ends without the mark of the end of a tar';
		if (last !== undefined && last.start + last.stored > end) {
			reason = `ends in the middle of ${shownName(last.name)}: ${Math.max(0, end - last.start)} of ${last.stored} bytes are there`;
		}

		return new InputError(this.#name, reason, end);
	}

	#passZeroBlock(offset: number): void {
		const next = offset + blockSize;
		if (this.#isAtEnd(next)) {
			this.#finish(new InputError(this.#name, 'the mark of the end of the tar is cut short', this.#source.available));
		} else if (isZeroBlock(this.#window.read(next, blockSize))) {
			this.#endMark = offset;
			this.#finish();
		} else {
			this.#headers++;
			this.#problems.add(new InputError(this.#name, 'a block of zeros stands between members', offset));
			this.#position = next;
		}
	}

	#readPax(header: TarHeader, offset: number): void {
		const {records, damage} = parsePax(this.#readExtension(header, offset, maxPaxSize));
		if (damage !== undefined) {
			this.#problems.add(new InputError(this.#name, 'damaged record in a PAX header', offset + blockSize + damage));
		}

		if (header.type === 'g') {
			this.#attributes.setGlobal(records);
			return;
		}

		this.#attributes.setLocal(records);
		this.#extension = {...this.#extension, sparseMap: paxSparseMap(records)};
	}

	// The body of a header that speaks of other headers; moves behind it.
	#readExtension(header: TarHeader, offset: number, limit: number): Uint8Array {
		const size = this.#checkSize(header.size, offset);
		if (size > limit) {
			throw new InputError(this.#name, `an extended header of ${size} bytes is not read, ${limit} are the most`, offset);
		}

		const body = Uint8Array.from(this.#window.read(offset + blockSize, size));
		this.#position = offset + blockSize + roundUp(size);
		return body;
	}

	#readMember(header: TarHeader, offset: number): void {
		const {longPath, longLinkPath} = this.#extension;
		const name = new Untrusted(this.#attributes.bytes('GNU.sparse.name') ?? this.#attributes.bytes('path') ?? longPath ?? header.path);
		this.#countName(name, offset);
		const isDirectory = header.type === '0' && name.bytes.at(-1) === 0x2F;
		const kind = isDirectory ? 'directory' : kinds[header.type] ?? 'other';
		const paxSize = this.#attributes.bytes('size');
		const stored = bodiless.has(header.type) ? 0 : this.#checkSize(paxSize === undefined ? header.size : paxInteger(paxSize), offset);
		const content = kind === 'file' ? this.#contents.of({header, name, offset, stored, attributes: this.#attributes, sparseMap: this.#extension.sparseMap}) : undefined;
		const start = content?.start ?? offset + blockSize;
		const end = start + roundUp(content?.stored ?? stored);
		if (!Number.isSafeInteger(end)) {
			throw new InputError(this.#name, `the size of ${shownName(name)} is out of range`, offset);
		}

		const target = kind === 'symlink' || kind === 'hard-link' ? new Untrusted(this.#attributes.bytes('linkpath') ?? longLinkPath ?? header.linkPath) : undefined;
		if (target !== undefined) {
			this.#countName(target, offset);
		}

		const source = kind === 'hard-link' ? this.#linkedSource(name, target!, offset) : content?.source;
		this.#add({
			key: memberKey(name.bytes),
			name,
			kind,
			size: kind === 'file' ? source!.size : 0,
			mode: (header.mode ?? 0) & 0o7777,
			uid: this.#attributes.integer('uid') ?? header.uid ?? 0,
			gid: this.#attributes.integer('gid') ?? header.gid ?? 0,
			mtime: this.#attributes.time('mtime') ?? header.mtime ?? 0,
			...target && {target},
			...source && {source},
		}, offset);
		this.#last = {name, start, stored: end === start ? 0 : content?.stored ?? stored};
		this.#position = end;
	}

	#countName({length}: Untrusted, offset: number): void {
		this.#namesSize += length;
		if (length > maxNameSize || this.#namesSize > maxNamesSize) {
			throw new InputError(this.#name, length > maxNameSize ? `a name of ${length} bytes is not read, ${maxNameSize} are the most` : `the names of the members have more than ${maxNamesSize} bytes: the rest is not read`, offset);
		}
	}

	#linkedSource(name: Untrusted, target: Untrusted, offset: number): ByteSource | undefined {
		const original = this.members.get(memberKey(target.bytes));
		if (original?.source === undefined) {
			this.#problems.add(new InputError(this.#name, `${shownName(name)} is a hard link to ${shownName(target)}, and no such file stands before it`, offset));
		}

		return original?.source;
	}

	#add(member: Member, offset: number): void {
		const earlier = this.members.get(member.key);
		if (earlier !== undefined && (earlier.kind !== 'directory' || member.kind !== 'directory')) {
			this.#problems.add(new InputError(this.#name, `${shownName(member.name)} occurs more than once: the last one counts`, offset));
		}

		// The root itself is no member of it.
		if (member.key === '' && member.kind === 'directory') {
			return;
		}

		this.members.delete(member.key);
		this.members.set(member.key, member);
	}

	#checkSize(size: number | undefined, offset: number): number {
		if (size === undefined || size < 0) {
			throw new InputError(this.#name, 'the size of a member is negative, too big or no number', offset);
		}

		return size;
	}

	#finish(problem?: InputError): void {
		this.#isComplete = true;
		this.#endProblem = problem;
	}

	/** Whether every member is known, or as many as there will ever be. */
	get isComplete(): boolean {
		return this.#isComplete;
	}

	/** Where the mark of the end begins, behind all members; undefined as long as it has not been found. */
	get endMark(): number | undefined {
		return this.#endMark;
	}

	get problems(): readonly InputError[] {
		return this.#endProblem === undefined ? this.#problems.list : [...this.#problems.list, this.#endProblem];
	}

	/** Goes on as far as the bytes are there. */
	advance(): void {
		try {
			while (!this.#isComplete) {
				this.#step();
			}
		} catch (error) {
			if (error instanceof PendingError) {
				return;
			}

			if (!(error instanceof InputError)) {
				throw error;
			}

			this.#finish(error);
		}
	}
}
