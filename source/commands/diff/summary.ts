import type {Difference} from '../../views/diff/difference.js';
import type {PageCounts} from '../../views/diff/page-tally.js';
import {formatBytes} from '../../views/format.js';
import type {Shown} from './shown.js';

/** The counts in lines of text, as checkpointctl words them; only of what changed. */
export function summaryLines({sides, difference: {processes, files, sockets, maps, memory, mounts, rootfs, metadata}}: Shown): string[] {
	const name = (sides.b.name ?? sides.a.name)?.toString();
	const growth = sizeChange(sides);
	const pages = (count: keyof PageCounts) => (memory ?? []).reduce((sum, {total}) => sum + total[count], 0);
	return [
		`Checkpoint comparison${name === undefined ? '' : ` for container ${name}`}`,
		...counts('Processes', processes),
		...counts('Files', files, files?.replaced.length),
		...counts('Sockets', sockets, sockets?.replaced.length),
		...growth === undefined || growth === 0 ? [] : [`Memory: ${growth < 0 ? '-' : '+'}${formatBytes(Math.abs(growth))}`],
		...counts('Mappings', maps),
		...line('Pages', [pages('onlyB'), pages('onlyA'), pages('changed')], pages('unknown') - pages('outside')),
		...counts('Mounts', mounts),
		...counts('Root file system', rootfs),
		...counts('Metadata', metadata),
	];
}

/** Bytes of pages files that `b` has more than `a`; undefined where either is not known. */
export function sizeChange({a, b}: Shown['sides']): number | undefined {
	return a.pages === undefined || b.pages === undefined ? undefined : b.pages - a.pages;
}

type Lists = Readonly<Record<keyof Difference<unknown>, readonly unknown[]>>;

function counts(name: string, difference: Lists | undefined, replaced = 0): string[] {
	if (difference === undefined) {
		return [];
	}

	const {added, removed, changed, unknown} = difference;
	return line(name, [added.length, removed.length, changed.length + replaced], unknown.length);
}

function line(name: string, [added, removed, changed]: readonly [number, number, number], unknown: number): string[] {
	const parts = [
		...added + removed + changed === 0 ? [] : [`+${added} -${removed} ~${changed}`],
		...unknown === 0 ? [] : [`?${unknown}`],
	];
	return parts.length === 0 ? [] : [`${name}: ${parts.join(' ')}`];
}
