import fs from 'node:fs';
import path from 'node:path';
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
