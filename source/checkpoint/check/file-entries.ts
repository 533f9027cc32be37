import type {file_entry} from '../../criu/schema/messages.js';
import {fileOf, type Dump} from './dump.js';
import {broken, note, type Observation} from './finding.js';
import {placeOf} from './open-files.js';

type Payload = Exclude<keyof file_entry, 'type' | 'id' | '$unknown'>;

// By the type of an open file: the field that describes it (criu/files.c, collect_one_file).
const payloads: Readonly<Record<number, Payload>> = {
	1: 'reg', 2: 'pipe', 3: 'fifo', 4: 'isk', 5: 'usk', 6: 'efd', 7: 'epfd', 8: 'ify', 9: 'sgfd', 10: 'psk',
	11: 'tty', 12: 'ffy', 13: 'nlsk', 14: 'nsf', 15: 'tunf', 16: 'ext', 17: 'tfd', 18: 'memfd', 19: 'bpf', 20: 'pidfd',
};

/**
Open files that nothing describes, or that are described as another one; FIFOs and terminals whose name is lost.

@yields what it finds
*/
export function * fileEntries(dump: Dump): Generator<Observation> {
	const {images, files} = dump;
	for (const {message: entry, position: offset} of images.entries('files.img', 'file_entry')) {
		const {id, type} = entry;
		const payload = payloads[type];
		const described = payload === undefined ? undefined : entry[payload];
		if (payload === undefined) {
			yield note(fileOf(dump, 'files.img'), `file ${id} is of type ${type}, of a newer CRIU: it is not checked`, {offset});
		} else if (described === undefined) {
			yield broken(fileOf(dump, 'files.img'), `file ${id} has no description (${payload})`, {offset});
		} else if (described.id !== id) {
			yield broken(fileOf(dump, 'files.img'), `file ${id} has the description of file ${described.id}`, {offset});
		}
	}

	for (const {id, fifo, tty} of files.entries()) {
		const named = fifo?.regf_id ?? tty?.regf_id;
		if (named !== undefined && files.entry(named)?.reg === undefined) {
			const {file, offset} = placeOf(dump, id);
			yield broken(file, `the name of file ${id} should be in file ${named}, which is not there`, {offset});
		}
	}
}
