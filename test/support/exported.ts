import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type {Writable, Written} from '../../source/explorer/writing/writable.js';
import {scratchFolder} from './archives.js';
import {run} from './command.js';

/** A file that was written, and what lies where in it. */
export type ExportedFile = {readonly size: number; readonly sha256: string; readonly map: string};

export function exportedFile(file: string): ExportedFile {
	const bytes = fs.readFileSync(file);
	return {size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), map: fs.readFileSync(`${file}.map.json`, 'utf8')};
}

/** What the command `export` writes. */
export async function exportedByCommand(checkpoint: string, ...options: string[]): Promise<ExportedFile> {
	const output = path.join(scratchFolder(), 'memory');
	await run(['export', ...options, '--output', output, checkpoint]);
	return exportedFile(output);
}

/** The names of all that a folder has, and the bytes of its files. */
export function folderContent(folder: string): Record<string, string> {
	const names = fs.readdirSync(folder, {recursive: true, encoding: 'utf8'}).toSorted();
	return Object.fromEntries(names.map(name => [name, fs.lstatSync(path.join(folder, name)).isFile() ? fs.readFileSync(path.join(folder, name), 'latin1') : 'a folder']));
}

/** What the command `extract` writes of these paths. */
export async function extractedByCommand(checkpoint: string, ...paths: string[]): Promise<Record<string, string>> {
	const output = path.join(scratchFolder(), 'files');
	await run(['extract', '--output', output, checkpoint, ...paths]);
	return folderContent(output);
}

/** Writes what a pane offers to a new name. */
export async function writeOffered(offered: Writable, evidence: string): Promise<Written & {readonly output: string}> {
	const output = path.join(scratchFolder(), offered.name);
	return {...await offered.write({output, evidence}, () => undefined), output};
}
