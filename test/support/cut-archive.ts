import fs from 'node:fs';
import path from 'node:path';
import {gnuTar, tarHeader, written} from './archives.js';
import {unpack} from './fixtures.js';

/** A fixture as a tar that ends in one of its files, behind the first `kept` bytes of what follows `text` in that; returns its path. */
export function cutArchive(name: string, file: string, text: string, kept: number): string {
	const folder = unpack(name);
	const content = fs.readFileSync(path.join(folder, file));
	const others = fs.readFileSync(gnuTar(folder, `--exclude=./${file}`, '.'));
	const end = Math.ceil((others.findLastIndex(byte => byte !== 0) + 1) / 512) * 512;
	const cut = content.subarray(0, content.indexOf(text, 0, 'latin1') + kept);
	return written(Buffer.concat([others.subarray(0, end), tarHeader(file, {size: content.length}), cut]));
}
