import {counted} from '../../compose.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

/**
Locks on files, which are left out unless they are asked for.

@yields what it finds
*/
export function * heldLocks(dump: Dump): Generator<Observation> {
	const locks = dump.images.messages('filelocks.img', 'file_lock_entry');
	if (locks.length > 0) {
		yield needs(fileOf(dump, 'filelocks.img'), `--file-locks, or the processes go on without their locks: ${counted(locks.length, 'lock')}`);
	}
}
