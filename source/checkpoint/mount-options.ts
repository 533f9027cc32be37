import {Untrusted} from '../text/untrusted.js';

type Flag = readonly [bit: number, name: string];

// include/uapi/linux/mount.h; CRIU keeps those of /proc/PID/mountinfo.
const mountFlags: readonly Flag[] = [
	[1 << 1, 'nosuid'], [1 << 2, 'nodev'], [1 << 3, 'noexec'], [1 << 8, 'nosymfollow'], [1 << 10, 'noatime'], [1 << 11, 'nodiratime'], [1 << 21, 'relatime'], [1 << 24, 'strictatime'],
];

// CRIU notes `sync` with the flag that msync(2) has for it.
const superblockFlags: readonly Flag[] = [[1 << 2, 'sync'], [1 << 4, 'sync'], [1 << 6, 'mand'], [1 << 7, 'dirsync']];

const readOnly = 1;
const unbindable = 1 << 17;

// What is told as peer groups.
const propagation = unbindable | 1 << 18 | 1 << 19 | 1 << 20;

export function isReadOnly(flags: number): boolean {
	return (flags & readOnly) !== 0;
}

export function isUnbindable(flags: number): boolean {
	return (flags & unbindable) !== 0;
}

/** A mount's options as mount(8) takes them: those of the mount, those of the file system, and those that only this kind of file system has. */
export function optionWords(flags: number, superblock: number, own: Untrusted): Untrusted[] {
	return [
		Untrusted.from(isReadOnly(flags | superblock) ? 'ro' : 'rw'),
		...words(flags & ~(readOnly | propagation), mountFlags),
		...words(superblock & ~readOnly, superblockFlags),
		...split(own),
	];
}

function words(flags: number, known: readonly Flag[]): Untrusted[] {
	const rest = known.reduce((left, [bit]) => left & ~bit, flags) >>> 0;
	const names = known.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
	return [...names, ...(rest === 0 ? [] : [`0x${rest.toString(16)}`])].map(name => Untrusted.from(name));
}

const comma = 0x2c;
const backslash = 0x5c;

/** At commas, but for those in a file name of an overlay's, which stand behind a backslash. */
function split({bytes}: Untrusted): Untrusted[] {
	const parts: Untrusted[] = [];
	let start = 0;
	for (let end = 0; end <= bytes.length; end++) {
		if (end === bytes.length || (bytes[end] === comma && bytes[end - 1] !== backslash)) {
			parts.push(new Untrusted(bytes.subarray(start, end)));
			start = end + 1;
		}
	}

	return parts.filter(({length}) => length > 0);
}
