import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/**
Locks of descriptors that the process does not have.

@yields what it finds
*/
export function * fileLocks(dump: Dump): Generator<Observation> {
	const name = 'filelocks.img';
	const fds = new Set<string>(dump.holders.descriptors().map(({pid, fd}) => `${pid} ${fd}`));
	for (const {message: {pid, fd}, position: offset} of dump.images.entries(name, 'file_lock_entry')) {
		if (!fds.has(`${pid} ${fd}`)) {
			yield broken(fileOf(dump, name), `a lock through fd ${fd} of process ${pid}, which is not open`, {pid, offset});
		}
	}
}
