import type {Messages} from './schema/messages.js';

/** The first word of every image but the inventory, since image version 2 (criu/include/magic.h). */
export const headWords = {IMG_COMMON: 0x54564319, IMG_SERVICE: 0x55105940} as const;

export type HeadWord = keyof typeof headWords;

/** A kind of image file: how it is named, how it begins and what its entries are. */
export type Family = {
	/** CRIU's name of the magic, or of the raw image. */
	readonly name: string;
	/** Undefined for raw images, which have no framing. */
	readonly magic: number | undefined;
	readonly headWord: HeadWord | undefined;
	/** File names: `%u` is a decimal id, `%x` one in hexadecimal. */
	readonly files: readonly string[];
	/** The message of each entry in order, the last one repeated to the end of the file. Empty for raw images. */
	readonly messages: ReadonlyArray<keyof Messages>;
};

type Row = {name: string; files: string[]; magic?: number; messages?: Array<keyof Messages>; headWord?: HeadWord | undefined};

const framed: Row[] = [
	{name: 'INVENTORY', magic: 0x58313116, files: ['inventory.img'], messages: ['inventory_entry'], headWord: undefined},
	{name: 'PSTREE', magic: 0x50273030, files: ['pstree.img'], messages: ['pstree_entry']},
	{name: 'FDINFO', magic: 0x56213732, files: ['fdinfo-%u.img'], messages: ['fdinfo_entry']},
	{name: 'PAGEMAP', magic: 0x56084025, files: ['pagemap-%u.img', 'pagemap-shmem-%u.img'], messages: ['pagemap_head', 'pagemap_entry']},
	{name: 'CORE', magic: 0x55053847, files: ['core-%u.img'], messages: ['core_entry']},
	{name: 'IDS', magic: 0x54432030, files: ['ids-%u.img'], messages: ['task_kobj_ids_entry']},
	{name: 'VMAS', magic: 0x54123737, files: ['vmas-%u.img'], messages: ['vma_entry']},
	{name: 'PIPES', magic: 0x56513555, files: ['pipes.img'], messages: ['pipe_entry']},
	{name: 'PIPES_DATA', magic: 0x56453709, files: ['pipes-data.img'], messages: ['pipe_data_entry']},
	{name: 'FIFO', magic: 0x58364939, files: ['fifo.img'], messages: ['fifo_entry']},
	{name: 'FIFO_DATA', magic: 0x59333054, files: ['fifo-data.img'], messages: ['pipe_data_entry']},
	{name: 'SIGACT', magic: 0x55344201, files: ['sigacts-%u.img'], messages: ['sa_entry']},
	{name: 'UNIXSK', magic: 0x54373943, files: ['unixsk.img'], messages: ['unix_sk_entry']},
	{name: 'INETSK', magic: 0x56443851, files: ['inetsk.img'], messages: ['inet_sk_entry']},
	{name: 'PACKETSK', magic: 0x60454618, files: ['packetsk.img'], messages: ['packet_sock_entry']},
	{name: 'ITIMERS', magic: 0x57464056, files: ['itimers-%u.img'], messages: ['itimer_entry']},
	{name: 'POSIX_TIMERS', magic: 0x52603957, files: ['posix-timers-%u.img'], messages: ['posix_timer_entry']},
	{name: 'SK_QUEUES', magic: 0x56264026, files: ['sk-queues.img'], messages: ['sk_packet_entry']},
	{name: 'UTSNS', magic: 0x54473203, files: ['utsns-%u.img'], messages: ['utsns_entry']},
	{name: 'CREDS', magic: 0x54023547, files: ['creds-%u.img'], messages: ['creds_entry']},
	{name: 'IPC_VAR', magic: 0x53115007, files: ['ipcns-var-%u.img'], messages: ['ipc_var_entry']},
	{name: 'IPCNS_SHM', magic: 0x46283044, files: ['ipcns-shm-%u.img'], messages: ['ipc_shm_entry']},
	{name: 'IPCNS_MSG', magic: 0x55453737, files: ['ipcns-msg-%u.img'], messages: ['ipc_msg_entry']},
	{name: 'IPCNS_SEM', magic: 0x59573019, files: ['ipcns-sem-%u.img'], messages: ['ipc_sem_entry']},
	{name: 'REG_FILES', magic: 0x50363636, files: ['reg-files.img'], messages: ['reg_file_entry']},
	{name: 'EXT_FILES', magic: 0x59255641, files: ['ext-files.img'], messages: ['ext_file_entry']},
	{name: 'FS', magic: 0x51403912, files: ['fs-%u.img'], messages: ['fs_entry']},
	{name: 'MM', magic: 0x57492820, files: ['mm-%u.img'], messages: ['mm_entry']},
	{name: 'REMAP_FPATH', magic: 0x59133954, files: ['remap-fpath.img'], messages: ['remap_file_path_entry']},
	{name: 'GHOST_FILE', magic: 0x52583605, files: ['ghost-file-%x.img'], messages: ['ghost_file_entry', 'ghost_chunk_entry']},
	{name: 'TCP_STREAM', magic: 0x51465506, files: ['tcp-stream-%x.img'], messages: ['tcp_stream_entry']},
	{name: 'EVENTFD_FILE', magic: 0x44523722, files: ['eventfd.img'], messages: ['eventfd_file_entry']},
	{name: 'EVENTPOLL_FILE', magic: 0x45023858, files: ['eventpoll.img'], messages: ['eventpoll_file_entry']},
	{name: 'EVENTPOLL_TFD', magic: 0x44433746, files: ['eventpoll-tfd.img'], messages: ['eventpoll_tfd_entry']},
	{name: 'SIGNALFD', magic: 0x57323820, files: ['signalfd.img'], messages: ['signalfd_entry']},
	{name: 'INOTIFY_FILE', magic: 0x48424431, files: ['inotify.img'], messages: ['inotify_file_entry']},
	{name: 'INOTIFY_WD', magic: 0x54562009, files: ['inotify-wd.img'], messages: ['inotify_wd_entry']},
	{name: 'MNTS', magic: 0x55563928, files: ['mountpoints-%u.img'], messages: ['mnt_entry']},
	{name: 'NETDEV', magic: 0x57373951, files: ['netdev-%u.img'], messages: ['net_device_entry']},
	{name: 'NETNS', magic: 0x55933752, files: ['netns-%u.img'], messages: ['netns_entry']},
	{name: 'TTY_FILES', magic: 0x59433025, files: ['tty.img'], messages: ['tty_file_entry']},
	{name: 'TTY_INFO', magic: 0x59453036, files: ['tty-info.img'], messages: ['tty_info_entry']},
	{name: 'TTY_DATA', magic: 0x59413026, files: ['tty-data.img'], messages: ['tty_data_entry']},
	{name: 'FILE_LOCKS', magic: 0x54323616, files: ['filelocks.img'], messages: ['file_lock_entry']},
	{name: 'RLIMIT', magic: 0x57113925, files: ['rlimit-%u.img'], messages: ['rlimit_entry']},
	{name: 'FANOTIFY_FILE', magic: 0x55096122, files: ['fanotify.img'], messages: ['fanotify_file_entry']},
	{name: 'FANOTIFY_MARK', magic: 0x56506035, files: ['fanotify-mark.img'], messages: ['fanotify_mark_entry']},
	{name: 'SIGNAL', magic: 0x59255647, files: ['signal-s-%u.img', 'signal-p-%u.img'], messages: ['siginfo_entry']},
	{name: 'NETLINK_SK', magic: 0x58005614, files: ['netlinksk.img'], messages: ['netlink_sk_entry']},
	{name: 'NS_FILES', magic: 0x61394011, files: ['ns-files.img'], messages: ['ns_file_entry']},
	{name: 'TUNFILE', magic: 0x57143751, files: ['tunfile.img'], messages: ['tunfile_entry']},
	{name: 'CGROUP', magic: 0x59383330, files: ['cgroup.img'], messages: ['cgroup_entry']},
	{name: 'TIMERFD', magic: 0x50493712, files: ['timerfd.img'], messages: ['timerfd_entry']},
	{name: 'CPUINFO', magic: 0x61404013, files: ['cpuinfo.img'], messages: ['cpuinfo_entry']},
	{name: 'USERNS', magic: 0x55474906, files: ['userns-%u.img'], messages: ['userns_entry']},
	{name: 'SECCOMP', magic: 0x64413049, files: ['seccomp.img'], messages: ['seccomp_entry']},
	{name: 'BINFMT_MISC', magic: 0x67343323, files: ['binfmt-misc.img', 'binfmt-misc-%u.img'], messages: ['binfmt_misc_entry']},
	{name: 'AUTOFS', magic: 0x49353943, files: ['autofs-%u.img'], messages: ['autofs_entry']},
	{name: 'FILES', magic: 0x56303138, files: ['files.img'], messages: ['file_entry']},
	{name: 'MEMFD_INODE', magic: 0x48453499, files: ['memfd.img'], messages: ['memfd_inode_entry']},
	{name: 'TIMENS', magic: 0x43114433, files: ['timens-%u.img'], messages: ['timens_entry']},
	{name: 'PIDNS', magic: 0x61157326, files: ['pidns-%u.img'], messages: ['pidns_entry']},
	{name: 'BPFMAP_FILE', magic: 0x57506142, files: ['bpfmap-file.img'], messages: ['bpfmap_file_entry']},
	{name: 'BPFMAP_DATA', magic: 0x64324033, files: ['bpfmap-data.img'], messages: ['bpfmap_data_entry']},
	{name: 'APPARMOR', magic: 0x59423047, files: ['apparmor.img'], messages: ['apparmor_entry']},
	{name: 'PIDFD', magic: 0x54435556, files: ['pidfd.img'], messages: ['pidfd_entry']},
	{name: 'STATS', magic: 0x57093306, files: ['stats-dump', 'stats-restore'], messages: ['stats_entry'], headWord: 'IMG_SERVICE'},
	{name: 'IRMAP_CACHE', magic: 0x57004059, files: ['irmap-cache'], messages: ['irmap_cache_entry'], headWord: 'IMG_SERVICE'},
];

const raw: Row[] = [
	{name: 'PAGES', files: ['pages-%u.img', 'pages-shmem-%u.img']},
	{name: 'IFADDR', files: ['ifaddr-%u.img']},
	{name: 'ROUTE', files: ['route-%u.img']},
	{name: 'ROUTE6', files: ['route6-%u.img']},
	{name: 'RULE', files: ['rule-%u.img']},
	{name: 'TMPFS_IMG', files: ['tmpfs-%u.tar.gz.img']},
	{name: 'TMPFS_DEV', files: ['tmpfs-dev-%u.tar.gz.img']},
	{name: 'IPTABLES', files: ['iptables-%u.img']},
	{name: 'IP6TABLES', files: ['ip6tables-%u.img']},
	{name: 'NFTABLES', files: ['nftables-%u.img']},
	{name: 'NETNF_CT', files: ['netns-ct-%u.img']},
	{name: 'NETNF_EXP', files: ['netns-exp-%u.img']},
];

/** Every image family that CRIU writes or wrote. */
export const families: readonly Family[] = [
	...framed.map(row => ({headWord: 'IMG_COMMON' as const, magic: undefined, messages: [], ...row})),
	...raw.map(row => ({headWord: undefined, magic: undefined, messages: [], ...row})),
];

const byMagic = new Map(families.filter(family => family.magic !== undefined).map(family => [family.magic, family]));

const byFile = families.flatMap(family => family.files.map(file => ({pattern: patternOf(file), family})));

function patternOf(file: string): RegExp {
	return new RegExp(`^${file.replaceAll('.', String.raw`\.`).replace('%u', String.raw`\d+`).replace('%x', '[\\da-f]+')}$`, 'v');
}

/** The family that a file of this name belongs to. */
export function familyOfFile(name: string): Family | undefined {
	return byFile.find(({pattern}) => pattern.test(name))?.family;
}

/** Whether a file of this name was written by CRIU or a plugin of it: an image, statistics, the cache of inode paths. */
export function isImageFile(name: string): boolean {
	return name.endsWith('.img') || familyOfFile(name) !== undefined;
}

/** The family whose images begin with `magic`. */
export function familyOfMagic(magic: number): Family | undefined {
	return byMagic.get(magic);
}
