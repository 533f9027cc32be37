import {readImage} from '../../criu/image.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import type {core_entry} from '../../criu/schema/messages.js';
import type {Untrusted} from '../../text/untrusted.js';
import {orNothing} from '../complaint.js';
import {is32Bit} from '../registers.js';
import type {Task} from '../task-tree.js';

/** What the core of a thread says that restoring it depends on. */
export type ThreadFacts = {
	readonly pid: number;
	readonly tid: number;
	readonly machine: number;
	readonly is32Bit: boolean;
	readonly cgroupSet: number | undefined;
	/** Index of its last seccomp filter. */
	readonly seccompFilter: number | undefined;
	readonly securityProfile: Untrusted | undefined;
	readonly hasRseq: boolean;
	/** State components of XSAVE that were in use, a bit each. */
	readonly xstate: bigint;
};

/** Of the threads of the tasks that were `alive`, those whose core can be read. */
export function readThreadFacts(images: ImageDirectory, tasks: readonly Task[], alive: ReadonlySet<number>): ThreadFacts[] {
	return tasks.filter(({pid}) => alive.has(pid)).flatMap(({pid, threadIds}) => threadIds.flatMap(tid => {
		const core = orNothing(() => coreIn(images, `core-${tid}.img`));
		return core === undefined ? [] : [factsOf(pid, tid, core)];
	}));
}

// Decoded for these few facts and not kept: there may be very many threads.
function coreIn(images: ImageDirectory, name: string): core_entry | undefined {
	const source = images.source(name);
	const [entry] = source === undefined ? [] : readImage(source, name).entries;
	return entry?.type === 'core_entry' && entry.problem === undefined ? entry.message : undefined;
}

function factsOf(pid: number, tid: number, core: core_entry): ThreadFacts {
	const {mtype, tc, thread_core, thread_info} = core;
	return {
		pid,
		tid,
		machine: mtype,
		is32Bit: is32Bit(core),
		cgroupSet: thread_core?.cg_set ?? tc?.cg_set,
		seccompFilter: thread_core?.seccomp_filter ?? tc?.old_seccomp_filter,
		securityProfile: thread_core?.creds?.lsm_profile,
		hasRseq: thread_core?.rseq_entry !== undefined,
		xstate: thread_info?.fpregs.xsave?.xstate_bv ?? 0n,
	};
}
