import {attempt} from '../archive/attempt.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {MemoryTotals} from './dump-memory.js';
import {isPreDump} from './pre-dump.js';

/** TASK_DEAD and TASK_ZOMBIE (compel/include/uapi/task-state.h). */
const deadStates = new Set([2, 6]);

/**
Names of the images that the process tree and the pagemaps ask for and the archive does not have, in order. A dead task has a core and nothing else.

The archive must be complete.
*/
export function missingImages(images: ImageDirectory, {pagesFiles}: MemoryTotals): string[] {
	const missing = new Set<string>();
	const need = (name: string) => {
		if (!images.has(name)) {
			missing.add(name);
		}
	};

	need('inventory.img');
	if (!isPreDump(images)) {
		need('pstree.img');
		// CRIU before 3.1 had an image for each kind of file instead.
		if (!images.has('reg-files.img')) {
			need('files.img');
		}
	}

	const tree = attempt(() => images.messages('pstree.img', 'pstree_entry'));
	for (const {pid: written, ns_pid, threads} of tree.state === 'ready' ? tree.value : []) {
		// Images of Virtuozzo have a list of ids, one a namespace.
		const pid = written ?? ns_pid[0];
		if (pid === undefined) {
			continue;
		}

		need(`core-${pid}.img`);
		// CRIU leaves the threads of a dead task unset.
		if (!isDead(images, pid)) {
			for (const tid of threads) {
				need(`core-${tid}.img`);
			}

			for (const family of ['ids', 'mm', 'fs', 'pagemap']) {
				need(`${family}-${pid}.img`);
			}

			const ids = attempt(() => images.message(`ids-${pid}.img`, 'task_kobj_ids_entry'));
			if (ids.state === 'ready' && ids.value !== undefined) {
				need(`fdinfo-${ids.value.files_id}.img`);
			}
		}
	}

	for (const name of pagesFiles.keys()) {
		need(name);
	}

	return [...missing];
}

function isDead(images: ImageDirectory, pid: number): boolean {
	if (images.has(`ids-${pid}.img`)) {
		return false;
	}

	const core = attempt(() => images.message(`core-${pid}.img`, 'core_entry'));
	return core.state === 'ready' && deadStates.has(core.value?.tc?.task_state ?? 0);
}
