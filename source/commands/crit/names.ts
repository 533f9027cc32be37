/**
The names that CRIU's own Python decoder (lib/pycriu/images/pb2dict.py) gives numbers in its pretty JSON. They are its words, so that its users and their scripts find them again: bits and values that it has no name for stay numbers.
*/

/** Names of bits, by the `flags` option of a field. */
export const flagNames: Readonly<Record<string, ReadonlyArray<readonly [name: string, bit: number]>>> = {
	'mmap.prot': [['PROT_READ', 0x1], ['PROT_WRITE', 0x2], ['PROT_EXEC', 0x4]],
	'mmap.flags': [['MAP_SHARED', 0x1], ['MAP_PRIVATE', 0x2], ['MAP_DROPPABLE', 0x8], ['MAP_ANON', 0x20], ['MAP_GROWSDOWN', 0x100]],
	'mmap.status': [
		['VMA_AREA_NONE', 0],
		['VMA_AREA_REGULAR', 0x1],
		['VMA_AREA_STACK', 0x2],
		['VMA_AREA_VSYSCALL', 0x4],
		['VMA_AREA_VDSO', 0x8],
		['VMA_AREA_HEAP', 0x20],
		['VMA_FILE_PRIVATE', 0x40],
		['VMA_FILE_SHARED', 0x80],
		['VMA_ANON_SHARED', 0x100],
		['VMA_ANON_PRIVATE', 0x200],
		['VMA_AREA_SYSVIPC', 0x400],
		['VMA_AREA_SOCKET', 0x800],
		['VMA_AREA_VVAR', 0x1000],
		['VMA_AREA_AIORING', 0x2000],
		['VMA_AREA_MEMFD', 0x4000],
		['VMA_AREA_SHSTK', 0x8000],
		['VMA_AREA_UPROBES', 0x2_0000],
		['VMA_UNSUPP', 0x8000_0000],
	],
	'rfile.flags': [
		['O_WRONLY', 0o1],
		['O_RDWR', 0o2],
		['O_CREAT', 0o100],
		['O_EXCL', 0o200],
		['O_NOCTTY', 0o400],
		['O_TRUNC', 0o1000],
		['O_APPEND', 0o2000],
		['O_NONBLOCK', 0o4000],
		['O_DSYNC', 0o1_0000],
		['FASYNC', 0o2_0000],
		['O_DIRECT', 0o4_0000],
		['O_LARGEFILE', 0o10_0000],
		['O_DIRECTORY', 0o20_0000],
		['O_NOFOLLOW', 0o40_0000],
		['O_NOATIME', 0o100_0000],
		['O_CLOEXEC', 0o200_0000],
	],
	'pmap.flags': [['PE_PARENT', 0x1], ['PE_LAZY', 0x2], ['PE_PRESENT', 0x4]],
	'seals.flags': [['F_SEAL_SEAL', 0x1], ['F_SEAL_SHRINK', 0x2], ['F_SEAL_GROW', 0x4], ['F_SEAL_WRITE', 0x8], ['F_SEAL_FUTURE_WRITE', 0x10]],
};

/** Names of values, by the `dict` option and the name of a field. Some versions of the Python decoder have the names of task states 3 and 6 the other way round. */
export const valueNames: Readonly<Record<string, Readonly<Record<string, ReadonlyMap<number, string>>>>> = {
	gen: {
		task_state: new Map([[1, 'Alive'], [2, 'Dead'], [3, 'Stopped'], [6, 'Zombie']]),
	},
	sk: {
		family: new Map([[1, 'UNIX'], [2, 'INET'], [10, 'INET6'], [16, 'NETLINK'], [17, 'PACKET']]),
		type: new Map([[1, 'STREAM'], [2, 'DGRAM'], [3, 'RAW'], [5, 'SEQPACKET'], [10, 'PACKET']]),
		state: new Map([
			[1, 'ESTABLISHED'],
			[2, 'SYN_SENT'],
			[3, 'SYN_RECV'],
			[4, 'FIN_WAIT1'],
			[5, 'FIN_WAIT2'],
			[6, 'TIME_WAIT'],
			[7, 'CLOSE'],
			[8, 'CLOSE_WAIT'],
			[9, 'LAST_ACK'],
			[10, 'LISTEN'],
		]),
		proto: new Map([[0, 'IP'], [6, 'TCP'], [17, 'UDP'], [136, 'UDPLITE']]),
	},
};
