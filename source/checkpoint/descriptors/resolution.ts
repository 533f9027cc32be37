import type {ImageDirectory} from '../../criu/image-directory.js';
import type {task_kobj_ids_entry} from '../../criu/schema/messages.js';
import type {Complaint} from '../complaint.js';
import type {Part} from '../compose.js';
import type {FileLocks} from '../file-locks.js';
import type {FileTable} from '../file-table.js';
import type {Holders} from '../holders.js';
import type {DescriptorType, Socket} from '../model.js';
import type {Endpoints} from './endpoints.js';
import type {Queues} from './queues.js';

/** What descriptors are resolved with: everything that the processes of one dump share. */
export type Shared = {
	readonly images: ImageDirectory;
	readonly files: FileTable;
	readonly holders: Holders;
	readonly locks: FileLocks;
	readonly queues: Queues;
	readonly endpoints: Endpoints;
	/** The `mtype` of a core: the dumping machine's kind, on which numbers of flags and signals depend. */
	machine(): number;
	/** The kernel's name of a process; undefined when it is not in the dump. */
	comm(pid: number): Part | undefined;
};

/** What descriptors of one process are resolved with. */
export type Scope = Shared & {
	readonly pid: number;
	/** Ids of the process's namespaces; empty when their image is damaged. */
	readonly namespaces: Partial<task_kobj_ids_entry>;
	/** The file description that one of this process's descriptors refers to. */
	idOf(fd: number): number | undefined;
};

/** A detail that says who else holds the same thing or the other end of it: it changes with other processes. */
export type Relation = {readonly relation: Part};

export type Detail = Part | Relation | Complaint;

/** What a descriptor is, found out by the module of its type. */
export type Resolution = {
	readonly type: DescriptorType;
	readonly target: Part;
	/** In order of interest. */
	readonly details?: ReadonlyArray<Detail | undefined>;
	/** Undefined where it is not known; left out where the type has no name to lose. */
	readonly deleted?: boolean | undefined;
	/** As open(2) has them on the dumping machine; undefined where the image has none. */
	readonly flags?: number;
	readonly position?: bigint;
	readonly inode?: number;
	readonly socket?: Socket;
};
