import type {task_kobj_ids_entry} from '../criu/schema/messages.js';

type NamespaceField = Extract<keyof task_kobj_ids_entry, `${string}_ns_id`>;

/** The kinds of namespaces: the name in `/proc/PID/ns`, the field in the ids image, the flag of clone(2). */
export const namespaceKinds: ReadonlyArray<{readonly name: string; readonly field: NamespaceField; readonly cloneFlag: number}> = [
	{name: 'pid', field: 'pid_ns_id', cloneFlag: 0x20_00_00_00},
	{name: 'mnt', field: 'mnt_ns_id', cloneFlag: 0x2_00_00},
	{name: 'net', field: 'net_ns_id', cloneFlag: 0x40_00_00_00},
	{name: 'user', field: 'user_ns_id', cloneFlag: 0x10_00_00_00},
	{name: 'uts', field: 'uts_ns_id', cloneFlag: 0x4_00_00_00},
	{name: 'ipc', field: 'ipc_ns_id', cloneFlag: 0x8_00_00_00},
	{name: 'cgroup', field: 'cgroup_ns_id', cloneFlag: 0x2_00_00_00},
	{name: 'time', field: 'time_ns_id', cloneFlag: 0x80},
];
