import fs from 'node:fs';
import path from 'node:path';
import {openArchive} from '../../source/archive/open.js';
import {openProcessTable, type ProcessTable} from '../../source/checkpoint/process-table.js';
import type {Process} from '../../source/checkpoint/process.js';
import {findImageDirectories} from '../../source/criu/find-image-directories.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {temporaryFolder, unpack} from './fixtures.js';
import {memoryArchive} from './memory-archive.js';

/** The processes of a shipped checkpoint. */
export async function processTable(name: string): Promise<ProcessTable> {
	return tableOf(unpack(name));
}

/** The processes of a shipped checkpoint after something has happened to its files: `change` gets the folder of a copy, and of the images in it. */
export async function changedTable(name: string, change: (images: string) => void): Promise<ProcessTable> {
	const folder = temporaryFolder();
	fs.cpSync(unpack(name), folder, {recursive: true});
	change(fs.existsSync(path.join(folder, 'checkpoint')) ? path.join(folder, 'checkpoint') : folder);
	return tableOf(folder);
}

/** The processes of made-up images. */
export function madeUpTable(files: Record<string, Uint8Array>): ProcessTable {
	return openProcessTable(new ImageDirectory(memoryArchive(files), ''));
}

/** A process that must be there. */
export function processOf(table: ProcessTable, pid: number): Process {
	const process = table.process(pid);
	if (process === undefined) {
		throw new Error(`no process ${pid}`);
	}

	return process;
}

async function tableOf(folder: string): Promise<ProcessTable> {
	const archive = await openArchive(folder);
	return openProcessTable(findImageDirectories(archive)[0]!);
}
