import {removedFiles, requireNotLost} from '../../checkpoint/required.js';
import type {Process} from '../../checkpoint/process.js';
import {larger, smaller} from '../../memory/big.js';
import type {Vma} from '../../memory/memory.js';
import type {Cell} from '../view.js';
import {askBoth, counterparts, type Doubt} from './both.js';
import {pairOf, sorted, type Both, type Difference, type Field, type Pair} from './difference.js';

/** A mapping of a process. */
export type Mapping = {readonly process: Process; readonly vma: Vma};

export type MappingPair = Pair<Mapping> & {
	/** The mappings that were at its addresses, in their order: more than one where they became one. `before` is the one that it has most of. */
	readonly from: readonly Mapping[];
};

export type MappingDifference = Difference<Mapping, MappingPair> & {readonly doubts: readonly Doubt[]};

export const mappingFields = {
	start: {name: 'start', title: 'Start', type: 'address', value: ({vma}) => vma.start},
	end: {name: 'end', title: 'End', type: 'address', value: ({vma}) => vma.end},
	size: {name: 'size', title: 'Size', type: 'bytes', value: ({vma}) => vma.end - vma.start},
	protection: {name: 'protection', title: 'Prot', type: 'text', value: ({vma}) => vma.protection},
	name: {name: 'name', title: 'Name', type: 'text', isPath: true, value: nameOf},
	kind: {name: 'kind', title: 'Kind', type: 'text', value: ({vma}) => vma.kind},
	offset: {name: 'offset', title: 'Offset', type: 'address', value: ({vma}) => vma.offset},
} as const satisfies Record<string, Field<Mapping>>;

const {start, end, size, protection, name, kind, offset} = mappingFields;

/**
Compares the mappings of processes by the addresses that they cover: one that grew, moved an end, was split or merged has changed; one is new or gone when nothing was, or is, at its addresses.
*/
export function compareMaps(processes: Both<readonly Process[]>): MappingDifference {
	const found: {added: Mapping[]; removed: Mapping[]; pairs: MappingPair[]; doubts: Doubt[]} = {added: [], removed: [], pairs: [], doubts: []};
	for (const {pid, a, b} of counterparts(processes)) {
		const {answers, doubts} = askBoth({a, b}, process => process === undefined ? [] : mappingsOf(process), pid);
		found.doubts.push(...doubts);
		if (answers !== undefined) {
			match(answers.a, answers.b, found);
		}
	}

	const {added, removed, pairs, doubts} = found;
	return {added, removed, ...sorted(pairs), doubts};
}

function mappingsOf(process: Process): readonly Mapping[] {
	if (!process.hasMemory) {
		return [];
	}

	const {vmas} = process.memory;
	return Array.from({length: vmas.length}, (_, index) => ({process, vma: vmas.at(index)}));
}

// Both are in the order of the addresses and overlap nothing of their own side.
function match(a: readonly Mapping[], b: readonly Mapping[], found: {added: Mapping[]; removed: Mapping[]; pairs: MappingPair[]}): void {
	let first = 0;
	let matched = 0;
	for (const after of b) {
		for (; first < a.length && a[first]!.vma.end <= after.vma.start; first++) {
			if (first >= matched) {
				found.removed.push(a[first]!);
			}
		}

		let behind = first;
		while (behind < a.length && a[behind]!.vma.start < after.vma.end) {
			behind++;
		}

		matched = Math.max(matched, behind);
		if (behind === first) {
			found.added.push(after);
		} else {
			found.pairs.push(mappingPair(a.slice(first, behind), after));
		}
	}

	for (const mapping of a.slice(Math.max(first, matched))) {
		found.removed.push(mapping);
	}
}

function mappingPair(from: readonly Mapping[], after: Mapping): MappingPair {
	const before = from.reduce((most, mapping) => common(mapping, after) > common(most, after) ? mapping : most);
	const isSamePlace = after.vma.offset - after.vma.start === before.vma.offset - before.vma.start;
	return {...pairOf([start, end, size, protection, name, kind, ...isSamePlace ? [] : [offset]], before, after), from};
}

function nameOf({process, vma}: Mapping): Cell {
	requireNotLost(process.images.directory, removedFiles);
	return process.mappingName(vma);
}

/** Bytes of the addresses that both cover. */
function common({vma: one}: Mapping, {vma: other}: Mapping): bigint {
	return smaller(one.end, other.end) - larger(one.start, other.start);
}
