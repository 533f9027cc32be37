import fs from 'node:fs';
import path from 'node:path';
import {editedCheckpoint} from './edited-checkpoint.js';
import {unpack} from './fixtures.js';

/** A copy of a fixture in whose memory every `from` is `to`, which is as long; returns its folder. */
export function editedPages(name: string, from: string, to: string): string {
	const folder = path.join(unpack(name), 'checkpoint');
	const pages = fs.readdirSync(folder).filter(file => /^pages-\d+\.img$/v.test(file));
	return editedCheckpoint(name, Object.fromEntries(pages.map(file => [`checkpoint/${file}`, replaced(fs.readFileSync(path.join(folder, file)), from, to)])));
}

function replaced(bytes: Buffer, from: string, to: string): Buffer {
	if (from.length !== to.length || !bytes.includes(from)) {
		throw new Error(`nothing to put ${to} in the place of`);
	}

	return Buffer.from(bytes.toString('latin1').replaceAll(from, () => to), 'latin1');
}
