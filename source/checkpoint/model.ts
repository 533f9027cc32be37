import type {InputError} from '../archive/byte-source.js';
import type {Untrusted} from '../text/untrusted.js';

/** A path as a process saw it. */
export type FileReference = {
	readonly path: Untrusted;
	/** The name was removed from the file system before the dump (ghost file, `(deleted)`); undefined where that is not known. */
	readonly deleted: boolean | undefined;
	/** It is a memfd: memory that never was in a file system. */
	readonly isMemfd: boolean;
	/** Id in files.img. */
	readonly id: number;
};

export type TaskState = 'alive' | 'dead' | 'stopped' | 'zombie' | 'unknown';

/** The argument strings or the environment, as `/proc/PID/cmdline` and `/proc/PID/environ` would show them. */
export type ProcessStrings = {
	readonly strings: readonly Untrusted[];
	/** Where each string starts in the process's memory. */
	readonly addresses: readonly bigint[];
	/** The program wrote a title over its arguments (and perhaps its environment): `strings` holds what is left. */
	readonly overwritten: boolean;
	/** Why part of it can't be shown, such as pages that are lazy or in a missing parent. */
	readonly missing?: string;
};

export type Credentials = {
	readonly uid: number; readonly euid: number; readonly suid: number; readonly fsuid: number;
	readonly gid: number; readonly egid: number; readonly sgid: number; readonly fsgid: number;
	readonly groups: readonly number[];
	/** 64-bit sets, bit N is capability N of capabilities(7). */
	readonly capabilities: {
		readonly inheritable: bigint; readonly permitted: bigint; readonly effective: bigint; readonly bounding: bigint; readonly ambient: bigint;
	};
	readonly noNewPrivileges: boolean;
	readonly secureBits: number;
	readonly lsmProfile?: Untrusted;
};

export type Register = {readonly name: string; readonly value: bigint; readonly bits: 16 | 32 | 64};

export type Thread = {
	readonly tid: number;
	readonly name: Untrusted;
	readonly leader: boolean;
	readonly registers: readonly Register[];
	/** Program counter and stack pointer, when the architecture's registers were understood. */
	readonly programCounter?: bigint;
	readonly stackPointer?: bigint;
	readonly seccomp: 'disabled' | 'strict' | 'filter' | 'unknown';
	readonly credentials?: Credentials;
	/** Why nothing else is known of it. */
	readonly problem?: InputError;
};

export type DescriptorType = 'regular' | 'directory' | 'pipe' | 'fifo' | 'inet' | 'unix' | 'netlink' | 'packet' | 'eventfd' | 'eventpoll' | 'signalfd' | 'inotify' | 'fanotify' | 'timerfd' | 'memfd' | 'tty' | 'tun' | 'namespace' | 'bpf' | 'pidfd' | 'external' | 'unknown';

/** One open file descriptor of a process, resolved to what a person understands. */
export type Descriptor = {
	readonly fd: number;
	/** Id of the open file description in files.img: descriptors with one id are duplicates. */
	readonly id: number;
	readonly type: DescriptorType;
	/** CRIU's own name of the type (`REG`, `INETSK`), or the number when it is unknown. */
	readonly rawType: string;
	/** What it is in one line: a path, `127.0.0.1:5353`, `pipe:[123] read end`, `anon eventfd count 7`. */
	readonly target: Untrusted;
	/** More facts, each in one line: who holds the other end, bytes queued, a watch, a setting. */
	readonly details: readonly Untrusted[];
	/** Those of them that are the descriptor's own, whoever else holds the same, in one line. */
	readonly ownDetail?: Untrusted;
	/** Damage that cost some of this: what is queued, whether it was deleted, locks. */
	readonly incomplete?: InputError;
	/** Undefined where it is not known. */
	readonly deleted: boolean | undefined;
	/** open(2) flags as names, such as `O_RDWR`, `O_APPEND`. */
	readonly flags: readonly string[];
	readonly closeOnExec: boolean;
	/** File position in bytes, where the type has one. */
	readonly position?: bigint;
	/** Of a pipe without a name: what the link in `/proc/PID/fd` calls it. */
	readonly inode?: number;
	readonly socket?: Socket;
};

export type Socket = {
	readonly family: 'inet' | 'inet6' | 'unix' | 'netlink' | 'packet';
	/** `TCP`, `UDP`, `UNIX STREAM`, `NETLINK ROUTE`, `PACKET ETH_P_ALL`. */
	readonly protocol: string;
	/** `LISTEN`, `ESTABLISHED`; undefined where the protocol has none. */
	readonly state?: string;
	/** `127.0.0.1:8080`, `[::1]:5354`, a path, `@abstract`. */
	readonly local: Untrusted;
	readonly remote?: Untrusted;
	/** Absent where CRIU does not keep it: packet sockets. */
	readonly inode?: number;
	/** Bytes waiting to be read and to be sent, where the dump has them. */
	readonly receiveQueue?: number;
	readonly sendQueue?: number;
	/** Who holds the other end, `pid 7 fd 5`. */
	readonly peer?: string;
	/** The state as the kernel keeps it, which uses TCP's for every protocol: `CLOSE` for a datagram socket that is not connected. Packet sockets have none. */
	readonly kernelState?: string;
	/** `STREAM`, `DGRAM`; a netlink socket's is in no image. */
	readonly type?: string;
	/** Sizes of the buffers in bytes, as the kernel counts them: twice what setsockopt(2) was given. */
	readonly sendBuffer: number;
	readonly receiveBuffer: number;
	/** Inet: the protocol, `TCP` for both families. */
	readonly transport?: string;
	/** Inet: what `local` is made of, and `remote`; the latter is all zeros for a socket that is not connected. */
	readonly addresses?: {readonly local: InetAddress; readonly remote: InetAddress};
	/** UNIX: the name as it was bound, a path, or NUL and the abstract name; absent for a socket without a name. */
	readonly name?: Untrusted;
	/** UNIX: the inode of the other end; absent for a socket that is not connected. */
	readonly peerInode?: number;
};

export type InetAddress = {
	/** `127.0.0.1`, `::1` */
	readonly address: string;
	readonly port: number;
};
