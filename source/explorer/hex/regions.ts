import {firstIndex} from '../../archive/first-index.js';
import type {ByteSpace, Vma, VmaKind, VmaTable} from '../../memory/memory.js';
import type {Untrusted} from '../../text/untrusted.js';
import {fit, widthOf} from '../../text/fit.js';

/** What `/proc/PID/maps` calls a mapping: a path, `[heap]`; undefined for memory without a name. */
export type MappingName = (vma: Vma) => Untrusted | undefined;

const kinds: Record<VmaKind, string> = {
	heap: 'heap',
	stack: 'stack',
	vdso: 'vdso',
	vvar: 'vvar',
	vsyscall: 'vsyscall',
	file: 'file',
	anonymous: 'anonymous',
	'shared-anonymous': 'shared anonymous',
	sysv: 'SysV shared memory',
	memfd: 'memfd',
	socket: 'packet ring',
	aio: 'AIO ring',
	'shadow-stack': 'shadow stack',
	guard: 'guard',
	uprobes: 'uprobes',
	plugin: 'plugin',
	other: 'other',
	unknown: 'pages',
};

// The kernel's name for shared memory without a file; CRIU lists such memory as a memfd or as a kind of its own.
const sharedAnonymous = '/dev/zero (deleted)';

/** What a mapping is called: its name where it has one, else its kind. */
export function regionName(vma: Vma, mappingName: MappingName): string {
	const name = mappingName(vma)?.toString();
	return name === sharedAnonymous ? kinds['shared-anonymous'] : name ?? kinds[vma.kind];
}

/** The name in as little room as the right edge of a row has: a path's last part, with the protection where that fits too. */
export function regionLabel(vma: Vma, mappingName: MappingName, width: number, ellipsis: string): string {
	const name = regionName(vma, mappingName);
	const base = name.startsWith('/') ? name.slice(name.lastIndexOf('/') + 1).replace(/ \(deleted\)$/, '') : name;
	const label = `${base} ${vma.protection}`;
	return fit(widthOf(label) <= width ? label : base, width, ellipsis).trimEnd();
}

/** The mapping that holds `address`. */
export function vmaAt(space: ByteSpace, address: bigint): Vma | undefined {
	const index = space.vmas.find(address);
	return index === -1 ? undefined : space.vmas.at(index);
}

/** Index of the first mapping that ends behind `address`; the number of mappings when there is none. */
export function firstEndingAfter(vmas: VmaTable, address: bigint): number {
	return firstIndex(vmas.length, index => vmas.at(index).end > address);
}
