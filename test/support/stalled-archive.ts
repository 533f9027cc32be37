import {Buffer} from 'node:buffer';
import fs from 'node:fs';
import zlib from 'node:zlib';
import {paxHeader, tarHeader, written} from './archives.js';
import {plainTar} from './fixtures.js';

const frameSize = 64 << 20;
const frames = 4096;

/**
A fixture, compressed, with a member of 256 GiB of zeros in front of the member `before`: what stands behind it does not arrive while a test lasts. It takes next to no room: compressed, the zeros are some 8 MB, and in the spool they are a hole.
*/
export function stalledArchive(name: string, before: string): string {
	const plain = fs.readFileSync(plainTar(name));
	const cut = plain.indexOf(`${before}\0`);
	const start = Buffer.concat([plain.subarray(0, cut), paxHeader([['size', String(frameSize * frames)]]), tarHeader('zeros')]);
	const zeros = zlib.zstdCompressSync(Buffer.alloc(frameSize));
	return written(Buffer.concat([zlib.zstdCompressSync(start), ...Array.from({length: frames}, () => zeros), zlib.zstdCompressSync(plain.subarray(cut))]), `${name}.tar.zst`);
}
