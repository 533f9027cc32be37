import type {AddressSpace} from '../memory/memory.js';
import type {Untrusted} from '../text/untrusted.js';
import type {Credentials, Descriptor, FileReference, ProcessStrings, TaskState, Thread} from './model.js';

/**
One task of the frozen container. Every property is loaded from its image when first read, once; reading it throws `PendingError` while the image is being decompressed and `InputError` when it is missing or damaged, and costs only itself.
*/
export type Process = {
	readonly pid: number;
	/** 0 for a root of the tree. */
	readonly ppid: number;
	readonly pgid: number;
	readonly sid: number;
	readonly children: readonly Process[];
	/** Its parent is in no image. */
	readonly orphan: boolean;
	readonly state: TaskState;
	/** False for a dead task: CRIU keeps only its core. */
	readonly hasMemory: boolean;
	/** The kernel's name of the task, at most 15 bytes. */
	readonly comm: Untrusted;
	readonly exitCode: number;
	readonly argv: ProcessStrings;
	readonly environ: ProcessStrings;
	readonly exe: FileReference | undefined;
	readonly cwd: FileReference | undefined;
	readonly root: FileReference | undefined;
	readonly umask: number | undefined;
	readonly credentials: Credentials | undefined;
	readonly threads: readonly Thread[];
	readonly threadIds: readonly number[];
	readonly descriptors: readonly Descriptor[];
	readonly memory: AddressSpace;
	/** Facts for the overview, in order: architecture, cgroup, namespaces (same as host or own), seccomp, rlimits, and so on. */
	readonly facts: ReadonlyArray<{readonly name: string; readonly value: Untrusted}>;
};
