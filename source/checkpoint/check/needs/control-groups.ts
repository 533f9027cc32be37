import {compose, listed} from '../../compose.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

/**
Control groups with their properties, which CRIU makes anew only when it is told to.

@yields what it finds
*/
export function * controlGroups(dump: Dump): Generator<Observation> {
	const name = 'cgroup.img';
	const sets = dump.images.messages(name, 'cgroup_entry').flatMap(entry => entry.sets);
	const paths = new Map(sets.flatMap(({ctls}) => ctls).filter(({path}) => !path.equals('/')).map(({path}) => [path.toKey(), path]));
	if (paths.size > 0) {
		yield needs(fileOf(dump, name), compose('--manage-cgroups, or the processes stay in the control groups of whoever restores: ', listed([...paths.values()])));
	}
}
