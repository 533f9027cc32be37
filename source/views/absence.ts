import type {AddressSpace} from '../memory/memory.js';
import type {Presence} from '../memory/presence.js';
import {formatBytes} from './format.js';

const reasons: Record<Presence, string> = {
	dumped: 'in the dump',
	parent: 'in the parent dump',
	shared: 'shared, in the dump',
	zero: 'zero page (never touched)',
	hole: 'hole: reads as zeros',
	file: 'not dumped, as in its file',
	'never-dumped': 'of a kind never dumped',
	'parent-missing': 'in a parent that is not here',
	lazy: 'lazy: left on the source host',
	truncated: 'lost: cut off or missing',
	pending: 'still being decompressed',
	encoded: 'stored encrypted, or in a newer form',
	damaged: 'lost: its images are damaged',
	unmapped: 'unmapped',
};

/** What the dump has of an address, or why it has nothing, in a few words. */
export function presenceText(presence: Presence): string {
	return reasons[presence];
}

// Where a row has no room for the whole reason.
const brief: Readonly<Partial<Record<Presence, string>>> = {
	zero: 'zero page',
	hole: 'hole',
	file: 'as in its file',
	'never-dumped': 'never dumped',
	'parent-missing': 'parent missing',
	lazy: 'lazy',
	truncated: 'lost',
	pending: 'pending',
	encoded: 'encoded',
	damaged: 'damaged',
};

/** The same in a word or two. */
export function briefPresenceText(presence: Presence): string {
	return brief[presence] ?? reasons[presence];
}

/** What addresses between two mappings are; of a pre-dump only its pages are known. */
export function gapText({knowsMappings}: Pick<AddressSpace, 'knowsMappings'>, unmapped = reasons.unmapped): string {
	return knowsMappings ? unmapped : 'not in the pre-dump';
}

/** A size to read at a glance: exact up to a mebibyte, then with one decimal. */
export function sizeText(bytes: bigint): string {
	return bytes < 0x10_0000n ? `${bytes.toLocaleString('en')} ${bytes === 1n ? 'byte' : 'bytes'}` : formatBytes(Number(bytes));
}
