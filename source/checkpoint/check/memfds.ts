import type {Dump} from './dump.js';
import type {Observation} from './finding.js';
import {brokenFiles} from './open-files.js';

/** Files of memory (memfd_create(2)) that memfd.img does not have. */
export function memfds(dump: Dump): Observation[] {
	const {files} = dump;
	const lost = [...files.entries().flatMap(({memfd}) => memfd === undefined || files.memfd(memfd.inode_id) !== undefined ? [] : [memfd])];
	return brokenFiles(dump, lost, 'memfd.img does not have the memfds that are open', ({id, inode_id: inode}) => `file ${id} is memfd ${inode}`);
}
