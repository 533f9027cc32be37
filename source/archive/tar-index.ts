import {Untrusted} from '../text/untrusted.js';
import type {Member, MemberKind} from './archive.js';
import {type ByteSource, InputError, PendingError} from './byte-source.js';
import {SliceSource} from './file-source.js';
import {memberKey} from './member-key.js';
import {type PaxRecord, parsePax, paxInteger, paxTime} from './pax.js';
import {Problems} from './problems.js';
import {type SparseMap, sparseMapFault, SparseSource} from './sparse-source.js';
import {blockSize, cString, hasValidChecksum, isZeroBlock, parseTarHeader, type TarHeader} from './tar-header.js';
import {paxSparseMap, readOldGnuSparse, readSparseMapFromBody, roundUp} from './tar-sparse.js';
import {unreadable} from './unreadable-source.js';

const windowSize = 1 << 14;
const maxMembers = 1_000_000;
// Extended headers come on top of the members' own; a chain of them without a member is an attack.
const maxHeaders = 4 * maxMembers;
const maxPaxSize = 1 << 24;
// A path that Linux takes has at most 4096 bytes; deeper ones can be archived from a folder on their way.
const maxNameSize = 1 << 16;
// Of all members, so that an archive of a few kilobytes can't fill the memory with what it decompresses to.
const maxNamesSize = 1 << 28;
const maxStretches = 1 << 22;
// Of a name that a complaint is about.
const shownNameSize = 256;

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

type Attributes = ReadonlyMap<string, Uint8Array>;

// What extended headers say of the member that follows them.
type Extension = {
	readonly pax?: Attributes;
	readonly sparseMap?: SparseMap | undefined;
	readonly longPath?: Uint8Array;
	readonly longLinkPath?: Uint8Array;
};

// What a file holds; `stored` bytes of it begin at `start` of the tar.
type Content = {
	readonly source: ByteSource;
	readonly start: number;
	readonly stored: number;
};

/**
The members of a tar, found by hopping from header to header: no body is read. Understands v7, ustar, PAX and GNU.

It goes as far as the source's bytes are there, and on from there when it is asked again. Damage ends it, and is told in `problems`; the members before it stay.
*/
export class TarIndex {
	readonly #source: ByteSource;
	readonly #name: string;
	readonly #problems = new Problems();
	readonly #window = new Uint8Array(windowSize);
	#windowStart = 0;
	#windowLength = 0;
	#position = 0;
	#headers = 0;
	#namesSize = 0;
	#stretches = 0;
	#isComplete = false;
	// Told whatever else is.
	#endProblem: InputError | undefined;
	#global = new Map<string, Uint8Array>();
	#extension: Extension = {};
	#last: {readonly name: Untrusted; readonly start: number; readonly stored: number} | undefined;
	/** By key, in the order of the archive; of members with one name, the last. */
	readonly members = new Map<string, Member>();

	/** `name` is the printable file name that problems are told of. */
	constructor(source: ByteSource, name: string) {
		this.#source = source;
		this.#name = name;
	}

	// Reads one header and moves behind what belongs to it, or throws and stays.
	#step(): void {
		const offset = this.#position;
		if (this.#isAtEnd(offset)) {
			this.#finish(this.#endWithoutMark());
			return;
		}

		const block = this.#read(offset, blockSize);
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
			reason = `ends in the middle of ${shown(last.name)}: ${Math.max(0, end - last.start)} of ${last.stored} bytes are there`;
		}

		return new InputError(this.#name, reason, end);
	}

	#passZeroBlock(offset: number): void {
		const next = offset + blockSize;
		if (this.#isAtEnd(next)) {
			this.#finish(new InputError(this.#name, 'the mark of the end of the tar is cut short', this.#source.available));
		} else if (isZeroBlock(this.#read(next, blockSize))) {
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
			this.#global = new Map([...this.#global, ...attributes(records)]);
			return;
		}

		this.#extension = {...this.#extension, pax: attributes(records), sparseMap: paxSparseMap(records)};
	}

	// The body of a header that speaks of other headers; moves behind it.
	#readExtension(header: TarHeader, offset: number, limit: number): Uint8Array {
		const size = this.#checkSize(header.size, offset);
		if (size > limit) {
			throw new InputError(this.#name, `an extended header of ${size} bytes is not read, ${limit} are the most`, offset);
		}

		const body = Uint8Array.from(this.#read(offset + blockSize, size));
		this.#position = offset + blockSize + roundUp(size);
		return body;
	}

	#readMember(header: TarHeader, offset: number): void {
		const {longPath, longLinkPath} = this.#extension;
		const name = new Untrusted(this.#attribute('GNU.sparse.name') ?? this.#attribute('path') ?? longPath ?? header.path);
		this.#countName(name, offset);
		const isDirectory = header.type === '0' && name.bytes.at(-1) === 0x2F;
		const kind = isDirectory ? 'directory' : kinds[header.type] ?? 'other';
		const paxSize = this.#attribute('size');
		const stored = bodiless.has(header.type) ? 0 : this.#checkSize(paxSize === undefined ? header.size : paxInteger(paxSize), offset);
		const content = kind === 'file' ? this.#content(header, name, offset, stored) : undefined;
		const start = content?.start ?? offset + blockSize;
		const end = start + roundUp(content?.stored ?? stored);
		if (!Number.isSafeInteger(end)) {
			throw new InputError(this.#name, `the size of ${shown(name)} is out of range`, offset);
		}

		const target = kind === 'symlink' || kind === 'hard-link' ? new Untrusted(this.#attribute('linkpath') ?? longLinkPath ?? header.linkPath) : undefined;
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
			uid: this.#integer('uid') ?? header.uid ?? 0,
			gid: this.#integer('gid') ?? header.gid ?? 0,
			mtime: this.#time() ?? header.mtime ?? 0,
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

	// As it is stored, or with the holes of a sparse file.
	#content(header: TarHeader, name: Untrusted, offset: number, stored: number): Content {
		if (header.type === 'S') {
			const {map, dataStart, size} = readOldGnuSparse((position, length) => this.#read(position, length), this.#name, offset);
			const source = this.#sparse(name, map, dataStart, stored, this.#integer('SCHILY.realsize') ?? size, offset);
			return {source, start: dataStart, stored};
		}

		const bodyStart = offset + blockSize;
		const {sparseMap} = this.#extension;
		const hasMapInBody = this.#integer('GNU.sparse.major') === 1;
		if (sparseMap === undefined && !hasMapInBody) {
			return {source: new SliceSource(this.#source, bodyStart, stored), start: bodyStart, stored};
		}

		const realSize = this.#integer('GNU.sparse.realsize') ?? this.#integer('GNU.sparse.size');
		return hasMapInBody
			? this.#sparseWithMapInBody(name, bodyStart, stored, realSize, offset)
			: {source: this.#sparse(name, sparseMap!, bodyStart, stored, realSize, offset), start: bodyStart, stored};
	}

	#sparseWithMapInBody(name: Untrusted, bodyStart: number, stored: number, realSize: number | undefined, offset: number): Content {
		try {
			const {map, dataStart} = readSparseMapFromBody((position, length) => this.#read(position, length), this.#name, bodyStart, stored);
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

		const problem = new InputError(this.#name, `${shown(name)} can't be read: ${fault}`, offset);
		this.#problems.add(problem);
		return unreadable(problem, size !== undefined && size > 0 ? size : 0);
	}

	#linkedSource(name: Untrusted, target: Untrusted, offset: number): ByteSource | undefined {
		const original = this.members.get(memberKey(target.bytes));
		if (original?.source === undefined) {
			this.#problems.add(new InputError(this.#name, `${shown(name)} is a hard link to ${shown(target)}, and no such file stands before it`, offset));
		}

		return original?.source;
	}

	#add(member: Member, offset: number): void {
		const earlier = this.members.get(member.key);
		if (earlier !== undefined && (earlier.kind !== 'directory' || member.kind !== 'directory')) {
			this.#problems.add(new InputError(this.#name, `${shown(member.name)} occurs more than once: the last one counts`, offset));
		}

		// The root itself is no member of it.
		if (member.key === '' && member.kind === 'directory') {
			return;
		}

		this.members.delete(member.key);
		this.members.set(member.key, member);
	}

	#attribute(key: string): Uint8Array | undefined {
		const value = this.#extension.pax?.get(key) ?? this.#global.get(key);
		return value?.length === 0 ? undefined : value;
	}

	#integer(key: string): number | undefined {
		const value = this.#attribute(key);
		return value === undefined ? undefined : paxInteger(value);
	}

	#time(): number | undefined {
		const value = this.#attribute('mtime');
		return value === undefined ? undefined : paxTime(value);
	}

	#checkSize(size: number | undefined, offset: number): number {
		if (size === undefined || size < 0) {
			throw new InputError(this.#name, 'the size of a member is negative, too big or no number', offset);
		}

		return size;
	}

	// Valid until the next call.
	#read(position: number, length: number): Uint8Array {
		const {available, settled} = this.#source;
		if (position + length > available) {
			throw settled ? new InputError(this.#name, 'ends in the middle of a tar header', available) : new PendingError(this.#name);
		}

		if (length > windowSize) {
			const bytes = new Uint8Array(length);
			return this.#filled(bytes, this.#source.read(bytes, position), length, position);
		}

		if (position < this.#windowStart || position + length > this.#windowStart + this.#windowLength) {
			this.#windowStart = position;
			this.#windowLength = this.#source.read(this.#window, position);
		}

		const within = position - this.#windowStart;
		return this.#filled(this.#window.subarray(within), this.#windowLength - within, length, position);
	}

	#filled(bytes: Uint8Array, count: number, length: number, position: number): Uint8Array {
		if (count < length) {
			throw new InputError(this.#name, 'the file became shorter while it was read', position + count);
		}

		return bytes.subarray(0, length);
	}

	#finish(problem?: InputError): void {
		this.#isComplete = true;
		this.#endProblem = problem;
	}

	/** Whether every member is known, or as many as there will ever be. */
	get isComplete(): boolean {
		return this.#isComplete;
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

function shown({bytes}: Untrusted): string {
	return new Untrusted(bytes.subarray(0, shownNameSize)).toString() + (bytes.length > shownNameSize ? '…' : '');
}

function attributes(records: readonly PaxRecord[]): Attributes {
	return new Map(records.map(({key, value}) => [key, value]));
}
