import type {Archive, Member} from '../../archive/archive.js';
import {InputError} from '../../archive/byte-source.js';
import {chunksOf} from '../../archive/chunks.js';
import {SliceSource} from '../../archive/file-source.js';
import {memberHeaders} from '../../archive/pack-tar.js';
import {Untrusted} from '../../text/untrusted.js';
import {digestOf, sha256} from '../digest.js';
import type {Patch} from './edit.js';
import {applyChanges} from './patches.js';
import {SparseOutput} from './sparse-output.js';

/** What an edited checkpoint was made from: the tar that it was given as, compressed or not, and plain. Sizes in bytes, SHA-256 in hexadecimal. */
export type Original = Readonly<Record<'stored' | 'plain', {readonly size: number; readonly sha256: string}>>;

/** What is to be written: a tar, what complaints about it are told of, and the key of the record. */
export type TarTarget = {readonly tar: Tar; readonly name: string; readonly key: string};

type Tar = NonNullable<Archive['tar']> & {readonly endMark: number};

/**
The tar of an archive, if it is one whose bytes can be changed.

@throws {InputError} when it is a part of something else, or has no end that a record could be put before
*/
export function editableTar({tar, annotations}: Archive, name: string): Tar | undefined {
	if (annotations !== undefined) {
		throw new InputError(name, 'is an OCI image, which names its layers by their SHA-256: take the layer out of it, edit that, and make an image of it with cryoscope build');
	}

	if (tar !== undefined && tar.endMark === undefined) {
		throw new InputError(name, 'the tar is damaged or cut off, and is not edited');
	}

	return tar as Tar | undefined;
}

/**
Writes a tar as it is but for what patches change, with one member more before the mark of its end: the record at `key`, which `recordOf` makes when all has been read. Without both, it is the original byte for byte.

@yields bytes that were read since
@throws {InputError} when it can't be read
*/
export function * writeEditedTar(fd: number, {tar, name, key}: TarTarget, patches: readonly Patch[], recordOf: (original: Original) => Uint8Array): Generator<number> {
	const {plain, stored, endMark} = tar;
	const changes = patches.map(({tarOffset, after}) => ({offset: tarOffset!, bytes: after}));
	const hash = sha256();
	const output = new SparseOutput(fd);
	for (const chunk of chunksOf(new SliceSource(plain, 0, endMark), name)) {
		hash.update(chunk);
		applyChanges(chunk, output.size, changes);
		output.write(chunk);
		yield chunk.length;
	}

	const tail = new SliceSource(plain, endMark, plain.size - endMark);
	for (const chunk of chunksOf(tail, name)) {
		hash.update(chunk);
	}

	const ofPlain = {size: plain.size, sha256: hash.digest('hex')};
	const ofStored = stored === plain ? ofPlain : {size: stored.size, sha256: yield * digestOf(stored, name)};
	const record = recordOf({stored: ofStored, plain: ofPlain});
	for (const block of memberHeaders(recordMember(key, record.length))) {
		output.write(block);
	}

	output.write(record);
	output.fillBlock();
	for (const chunk of chunksOf(tail, name)) {
		output.write(chunk);
		yield chunk.length;
	}

	output.end();
}

function recordMember(key: string, size: number): Member {
	return {key, name: new Untrusted(Buffer.from(key, 'latin1')), kind: 'file', size, mode: 0o600, uid: 0, gid: 0, mtime: 0};
}
