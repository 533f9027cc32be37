import {compose, listed} from '../../compose.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';
import {ownNamespaces} from '../namespaces.js';

/**
Without a pid namespace of their own the processes get their ids back only where nobody has them.

@yields what it finds
*/
export function * processIds(dump: Dump): Generator<Observation> {
	const {images, taskIds = new Set()} = dump;
	if (images.inventory?.root_ids !== undefined && taskIds.size > 0 && ownNamespaces(dump).every(({kind}) => kind.name !== 'pid')) {
		yield needs(fileOf(dump, 'pstree.img'), compose('free process ids: ', listed([...taskIds].map(String)), ' (the processes had the pid namespace of the host)'));
	}
}
