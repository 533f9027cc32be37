import type {Untrusted} from '../../text/untrusted.js';
import {compose, listed, type Part} from '../compose.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/** Where the description of an open file stands; it must be there. */
export function placeOf(dump: Dump, id: number): {readonly file: Untrusted; readonly offset: number} {
	const {image, position} = dump.files.place(id)!;
	return {file: fileOf(dump, image), offset: position};
}

/** What is wrong with some of the open files, all told at once; nothing where there are none. */
export function brokenFiles<File extends {readonly id: number}>(dump: Dump, files: readonly File[], what: string, text: (file: File) => Part): Observation[] {
	const [first] = files;
	if (first === undefined) {
		return [];
	}

	const {file, offset} = placeOf(dump, first.id);
	return [broken(file, compose(`${what}: `, listed(files.map(each => text(each)))), {offset})];
}
