import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type {Archive, Member} from '../../source/archive/archive.js';
import type {ByteSource} from '../../source/archive/byte-source.js';
import {FileSource} from '../../source/archive/file-source.js';
import {temporaryFolder} from './fixtures.js';

let base: string | undefined;

/** A new folder, removed when this test process ends. */
export function scratchFolder(): string {
	base ??= temporaryFolder();
	return fs.mkdtempSync(path.join(base, 'scratch-'));
}

/** Runs GNU tar in `folder` and returns the path of the archive that it wrote. */
export function gnuTar(folder: string, ...options: string[]): string {
	const file = path.join(scratchFolder(), 'made.tar');
	execFileSync('tar', ['-cf', file, '--sort=name', '-C', folder, ...options]);
	return file;
}

/** Writes `content` to a file of its own and returns its path. */
export function written(content: Uint8Array, name = 'made.tar'): string {
	const file = path.join(scratchFolder(), name);
	fs.writeFileSync(file, content);
	return file;
}

export function fileSource(file: string): FileSource {
	return new FileSource(fs.openSync(file, 'r'), file, fs.statSync(file).size);
}

/** All of a source that can be read. */
export function contentOf(source: ByteSource): Buffer {
	const bytes = Buffer.alloc(source.available);
	return bytes.subarray(0, source.read(bytes, 0));
}

/** The same by way of the extents, as a worker reads it. */
export function contentOfExtents(source: ByteSource): Buffer {
	return Buffer.concat(source.extents(0, source.size).map(({fd, offset, length}) => {
		const bytes = Buffer.alloc(length);
		if (fd !== -1) {
			fs.readSync(fd, bytes, 0, length, offset);
		}

		return bytes;
	}));
}

export function member(archive: Archive, key: string): Member {
	const found = archive.get(key);
	if (found === undefined) {
		throw new Error(`no member ${key}`);
	}

	return found;
}

/** The regular files of an archive, with their content. */
export function filesOf(archive: Archive): Array<Member & {readonly source: ByteSource}> {
	return [...archive.members()].filter((found): found is Member & {readonly source: ByteSource} => found.kind === 'file' && found.source !== undefined);
}

/** Everything that is known of the members, content included, to compare archives by, whatever their order. */
export function describe(archive: Archive): unknown[] {
	return [...archive.members()].sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))).map(({key, kind, size, mode, uid, gid, mtime, target, source}) => ({
		key, kind, size, mode, uid, gid, mtime: Math.floor(mtime), target: target?.toKey(),
		content: source && createHash('sha256').update(contentOf(source)).digest('hex'),
	}));
}

/** A tar header block with a right checksum. */
export function tarHeader(name: string, {size = 0, type = '0', link = '', magic = 'ustar\x0000', prefix = ''} = {}): Buffer {
	const block = Buffer.alloc(512);
	block.write(name, 0, 100, 'latin1');
	block.write('0000644\0', 100);
	block.write('0001750\0', 108);
	block.write('0001751\0', 116);
	block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
	block.write('14000000000\0', 136);
	block.write(type, 156);
	block.write(link, 157, 100, 'latin1');
	block.write(magic, 257);
	block.write(prefix, 345, 155, 'latin1');
	return withChecksum(block);
}

/** Writes the checksum that fits the rest of the block into it. */
export function withChecksum(block: Buffer, isSigned = false): Buffer {
	block.fill(' ', 148, 156);
	const sum = block.reduce((total, byte) => total + (isSigned && byte > 0x7F ? byte - 0x1_00 : byte), 0);
	block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	return block;
}

/** Content, filled up to whole blocks. */
export function tarBody(content: string | Uint8Array): Buffer {
	const bytes = Buffer.from(content as string);
	return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** A PAX header with these records, and its body. */
export function paxHeader(records: ReadonlyArray<readonly [string, string | Uint8Array]>, type = 'x'): Buffer {
	const body = Buffer.concat(records.map(([key, value]) => {
		const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value as string), Buffer.from('\n')]);
		let length = rest.length + 1;
		while (String(length).length + rest.length !== length) {
			length = String(length).length + rest.length;
		}

		return Buffer.concat([Buffer.from(String(length)), rest]);
	}));
	return Buffer.concat([tarHeader('PaxHeader', {size: body.length, type}), tarBody(body)]);
}

export const tarEnd = Buffer.alloc(1024);
