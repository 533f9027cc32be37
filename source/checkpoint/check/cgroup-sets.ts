import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/**
Tasks whose control groups cgroup.img does not have.

@yields what it finds
*/
export function * cgroupSets(dump: Dump): Generator<Observation> {
	const {images, tasks} = dump;
	const known = new Set(images.messages('cgroup.img', 'cgroup_entry').flatMap(entry => entry.sets).map(({id}) => id));
	const sets = new Map(dump.threads.map(({tid, cgroupSet}) => [tid, cgroupSet]));
	const parentOf = new Map(tasks.map(({pid, ppid}) => [pid, ppid]));
	for (const {pid, tid, cgroupSet: set} of dump.threads) {
		// What is inherited is not looked up (criu/cgroup.c, prepare_task_cgroup): from the leader, the parent, or whoever restores.
		const inherited = tid === pid ? (parentOf.get(pid) === 0 ? images.inventory?.root_cg_set : sets.get(parentOf.get(pid)!)) : sets.get(pid);
		if (set !== undefined && set !== 0 && set !== inherited && !known.has(set)) {
			yield broken(fileOf(dump, `core-${tid}.img`), `thread ${tid} is in set ${set} of control groups, which cgroup.img does not have`, {pid});
		}
	}
}
