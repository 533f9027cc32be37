import fs from 'node:fs';
import path from 'node:path';
import {openArchive} from '../../source/archive/open.js';
import {findingsOf} from '../../source/checkpoint/check/check.js';
import {checkpointIn} from '../../source/checkpoint/checkpoint.js';
import {editedCheckpoint} from './edited-checkpoint.js';
import {unpack} from './fixtures.js';

/** A finding as text. */
export type Told = {readonly severity: string; readonly check: string; readonly file: string; readonly offset: number | undefined; readonly pid: number | undefined; readonly text: string};

/** What is found in a checkpoint. */
export async function findingsIn(file: string): Promise<Told[]> {
	const archive = await openArchive(file);
	try {
		await archive.whenComplete();
		return findingsOf(checkpointIn(archive)).map(({severity, check, file: where, offset, pid, text}) => ({severity, check, file: String(where), offset, pid, text: String(text)}));
	} finally {
		archive.close();
	}
}

/** What is found in a shipped checkpoint once `change` has made its unpacked copy wrong, and was not found in it before: `broken checkpoint/files.img: what is wrong`. */
export async function newFindings(name: string, change: (folder: string) => void): Promise<string[]> {
	const folder = editedCheckpoint(name, {});
	change(folder);
	const before = new Set((await findingsIn(unpack(name))).map(finding => lineOf(finding)));
	return (await findingsIn(folder)).map(finding => lineOf(finding)).filter(line => !before.has(line));
}

export function lineOf({severity, file, text}: Told): string {
	return `${severity} ${file}: ${text}`;
}

/** Removes files of an unpacked checkpoint. */
export function without(...names: readonly string[]): (folder: string) => void {
	return folder => {
		for (const name of names) {
			fs.rmSync(path.join(folder, name), {recursive: true});
		}
	};
}
