import type {Archive} from '../../archive/archive.js';
import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Untrusted} from '../../text/untrusted.js';
import {askBoth, type Doubt} from './both.js';
import {changedTrees, type ChangedFile} from './changed-files.js';
import {compare, pairOf, sides, type Both, type Difference, type Field} from './difference.js';

export type FileSystemDifference = Difference<ChangedFile> & {readonly doubts: readonly Doubt[]};

const fields: ReadonlyArray<Field<ChangedFile>> = [
	{name: 'kind', title: 'Kind', type: 'text', value: ({kind}) => kind},
	{name: 'size', title: 'Size', type: 'bytes', value: ({member}) => member?.size},
	{name: 'mode', title: 'Mode', type: 'text', value: ({member}) => member?.mode.toString(8).padStart(4, '0')},
	{name: 'uid', title: 'User', type: 'number', value: ({member}) => member?.uid},
	{name: 'gid', title: 'Group', type: 'number', value: ({member}) => member?.gid},
	{name: 'mtime', title: 'Modified', type: 'time', value: ({member}) => member === undefined ? undefined : Math.round(member.mtime * 1000)},
	{name: 'target', title: 'Target', type: 'text', value: ({member}) => member?.target},
	{name: 'sha256', title: 'SHA-256', type: 'text', value: ({sha256}) => sha256},
];

/** Compares what the container had changed in its file systems until each checkpoint. Undefined where neither says anything of that. */
export async function compareFileSystems({a, b}: Both<Checkpoint>): Promise<FileSystemDifference | undefined> {
	const trees = {a: await changedTrees(a), b: await changedTrees(b)};
	if (trees.a === undefined && trees.b === undefined) {
		return undefined;
	}

	const found: {a: ChangedFile[]; b: ChangedFile[]; doubts: Doubt[]} = {a: [], b: [], doubts: []};
	if (trees.a === undefined || trees.b === undefined) {
		const [side, {archive}] = trees.a === undefined ? ['a', a] as const : ['b', b] as const;
		found.doubts.push({side, pids: [], error: new InputError(Untrusted.from(archive.path).toString(), 'no engine wrote down what the container had changed in its file systems')});
	} else {
		for (const name of new Set([...trees.a.keys(), ...trees.b.keys()])) {
			const {answers, doubts} = askBoth({a: {tree: trees.a.get(name), archive: a.archive}, b: {tree: trees.b.get(name), archive: b.archive}}, ({tree, archive}) => tree?.() ?? none(archive, name));
			found.doubts.push(...doubts);
			for (const side of sides) {
				for (const file of answers?.[side] ?? []) {
					found[side].push(file);
				}
			}
		}
	}

	return {...compare(found.a, found.b, keyOf, (before, after) => pairOf(fields, before, after)), doubts: found.doubts};
}

/** Nothing had changed where nothing was written down, unless that was in a part of the archive that is lost. */
function none({problems}: Archive, name: string): readonly ChangedFile[] {
	const [damage] = problems;
	if (damage !== undefined) {
		throw new InputError(Untrusted.from(name).toString(), `not found in what is left of the archive (${damage.reason})`);
	}

	return [];
}

// What was deleted from the image may have been made anew.
function keyOf({path, kind}: ChangedFile): string {
	return `${kind === 'deleted' ? 'deleted' : 'there'} ${path.toKey()}`;
}
