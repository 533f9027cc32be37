import {bitNames, type BitName} from './bits.js';

// include/uapi/asm-generic/fcntl.h; O_SYNC and O_TMPFILE hold another flag's bit, so they come first.
const generic: readonly BitName[] = [
	[0o4_010_000, 'O_SYNC'],
	[0o20_200_000, 'O_TMPFILE'],
	[0o100, 'O_CREAT'],
	[0o200, 'O_EXCL'],
	[0o400, 'O_NOCTTY'],
	[0o1000, 'O_TRUNC'],
	[0o2000, 'O_APPEND'],
	[0o4000, 'O_NONBLOCK'],
	[0o10_000, 'O_DSYNC'],
	[0o20_000, 'O_ASYNC'],
	[0o40_000, 'O_DIRECT'],
	[0o100_000, 'O_LARGEFILE'],
	[0o200_000, 'O_DIRECTORY'],
	[0o400_000, 'O_NOFOLLOW'],
	[0o1_000_000, 'O_NOATIME'],
	[0o2_000_000, 'O_CLOEXEC'],
	[0o10_000_000, 'O_PATH'],
];

// arch/arm/include/uapi/asm/fcntl.h, and arm64's
const arm = replaced({O_TMPFILE: 0o20_040_000, O_DIRECTORY: 0o40_000, O_NOFOLLOW: 0o100_000, O_DIRECT: 0o200_000, O_LARGEFILE: 0o400_000});

// arch/powerpc/include/uapi/asm/fcntl.h
const powerpc = replaced({O_TMPFILE: 0o20_040_000, O_DIRECTORY: 0o40_000, O_NOFOLLOW: 0o100_000, O_LARGEFILE: 0o200_000, O_DIRECT: 0o400_000});

// arch/mips/include/uapi/asm/fcntl.h
const mips = replaced({O_SYNC: 0x40_10, O_APPEND: 0x8, O_DSYNC: 0x10, O_NONBLOCK: 0x80, O_CREAT: 0x1_00, O_EXCL: 0x4_00, O_NOCTTY: 0x8_00, O_ASYNC: 0x10_00, O_LARGEFILE: 0x20_00, O_DIRECT: 0x80_00});

const byMachine: Readonly<Record<number, readonly BitName[]>> = {2: arm, 3: arm, 4: powerpc, 6: mips};

const accessModes = ['O_RDONLY', 'O_WRONLY', 'O_RDWR', 'O_ACCMODE'];

/**
Names of open(2) flags, the access mode first; what has no name is there as one octal number. The values are the dumping machine's, `machine` is the core's `mtype`.
*/
export function openFlags(flags: number, machine: number): string[] {
	return [accessModes[flags & 3]!, ...bitNames(flags & ~3, byMachine[machine] ?? generic, rest => `0${rest.toString(8)}`)];
}

/** Whether the description can be read from, and written to. */
export function access(flags: number): {readonly read: boolean; readonly write: boolean} {
	const mode = flags & 3;
	return {read: mode !== 1, write: mode === 1 || mode === 2};
}

function replaced(values: Readonly<Record<string, number>>): BitName[] {
	return generic.map(([bits, name]) => [values[name] ?? bits, name]);
}
