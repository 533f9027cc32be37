import {isUtf8} from 'node:buffer';
import {Header, Pax, type HeaderData} from 'tar';
import type {Untrusted} from '../text/untrusted.js';
import type {Archive, Member, MemberKind} from './archive.js';
import {InputError} from './byte-source.js';
import {chunksOf} from './chunks.js';
import {clamp} from './file-source.js';
import {shownName} from './member-name.js';
import {blockSize} from './tar-header.js';
import {roundUp} from './tar-sparse.js';

const types: Partial<Record<MemberKind, NonNullable<HeaderData['type']>>> = {file: 'File', directory: 'Directory', symlink: 'SymbolicLink'};

// Seconds that a Date can hold.
const maxTime = 8.64e12;

/** The members that `packTar` leaves out: sockets, pipes and devices, which no engine puts into a checkpoint. */
export function unpackable(archive: Archive): Member[] {
	return [...archive.members()].filter(({kind}) => types[kind] === undefined);
}

/**
A directory as a plain tar, the same for the same files, with their modes, owners and times (in seconds). What is in a folder follows it at once: GNU tar sets a folder's time back only where it does.

@yields the tar in pieces that are good until the next one is asked for

@throws {InputError} when a file can't be read, has shrunk, or has a name that is no UTF-8
*/
export function * packTar(archive: Archive): Generator<Uint8Array> {
	for (const member of depthFirst(archive)) {
		if (types[member.kind] === undefined) {
			continue;
		}

		yield * memberHeaders(member);
		if (member.source !== undefined) {
			yield * chunksOf(member.source, shownName(member.name));
			yield new Uint8Array(roundUp(member.size) - member.size);
		}
	}

	yield new Uint8Array(2 * blockSize);
}

/** Bytes of the tar that `packTar` makes; some more where names or sizes are too long for a plain header. */
export function packedSize(archive: Archive): number {
	let size = 2 * blockSize;
	for (const member of archive.members()) {
		size += types[member.kind] === undefined ? 0 : blockSize + roundUp(member.size);
	}

	return size;
}

// No name has a NUL, so nothing comes between a folder and what is in it.
function depthFirst(archive: Archive): Member[] {
	const members = Array.from(archive.members(), member => ({member, order: Buffer.from(member.name.toKey().replaceAll('/', '\0'), 'latin1')}));
	return members.sort((a, b) => Buffer.compare(a.order, b.order)).map(({member}) => member);
}

/**
What stands before a member's content in a tar.
@yields whole blocks; none for what a checkpoint's tar has no place for

@throws {InputError} when its name is no UTF-8
*/
export function * memberHeaders({name, kind, size, mode, uid, gid, mtime, target}: Member): Generator<Uint8Array> {
	const type = types[kind];
	if (type === undefined) {
		return;
	}

	const path = `${textOf(name)}${kind === 'directory' ? '/' : ''}`;
	const linkpath = target && textOf(target);
	const header = new Header({path, type, size, mode, uid, gid, mtime: new Date(clamp(Math.floor(mtime), -maxTime, maxTime) * 1000), ...(linkpath !== undefined && {linkpath})});
	header.encode();
	if (header.needPax) {
		yield new Pax({path, size, uid, gid, ...(linkpath !== undefined && {linkpath})}).encode();
	}

	yield header.block!;
}

function textOf(name: Untrusted): string {
	if (!isUtf8(name.bytes)) {
		throw new InputError(shownName(name), 'the name is no UTF-8, so the file can\'t be packed');
	}

	return Buffer.from(name.bytes).toString();
}
