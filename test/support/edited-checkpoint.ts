import fs from 'node:fs';
import path from 'node:path';
import {gnuTar} from './archives.js';
import {temporaryFolder, unpack} from './fixtures.js';

/** A copy of a fixture, unpacked, with files replaced (a string, bytes, or a value that is written as JSON), or removed (undefined); returns its folder. */
export function editedCheckpoint(name: string, edits: Record<string, unknown>): string {
	const folder = path.join(temporaryFolder(), name);
	fs.cpSync(unpack(name), folder, {recursive: true, verbatimSymlinks: true, preserveTimestamps: true});
	for (const [file, content] of Object.entries(edits)) {
		const target = path.join(folder, file);
		if (content === undefined) {
			fs.rmSync(target, {recursive: true});
		} else {
			fs.writeFileSync(target, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
		}
	}

	return folder;
}

/** The same as a tar. */
export function editedTar(name: string, edits: Record<string, unknown>): string {
	return gnuTar(editedCheckpoint(name, edits), '.');
}

/** What may have happened to the files that every engine writes, and what is said of it. */
export const engineFileDamages = [
	['config.dump', '', 'config.dump: not valid JSON'],
	['config.dump', undefined, 'config.dump: missing'],
	['spec.dump', undefined, 'spec.dump: missing'],
	['spec.dump', '', 'spec.dump: not valid JSON'],
] as const;
