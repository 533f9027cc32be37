import type {AddressSpace, Vma, VmaKind} from '../../memory/memory.js';
import {presenceText} from './absence.js';
import {ContentIndex} from './content-index.js';
import {regionName, vmaAt, type MappingName} from './regions.js';

// What has an offset of its own.
const fileKinds: ReadonlySet<VmaKind> = new Set(['file', 'memfd', 'sysv']);

type Options = {
	readonly mappingName: MappingName;
	/** Changes when more of the archive has arrived. */
	readonly revision: number;
};

export type HexTitle = {readonly address: string; readonly region: string; readonly facts: readonly string[]};

/** Where the cursor is: address, region, protection, place in the file, what the dump has there, how far through the content. */
export function hexTitle(space: AddressSpace, cursor: bigint, {mappingName, revision}: Options): HexTitle {
	const address = cursor.toString(16);
	const vma = vmaAt(space, cursor);
	if (vma === undefined) {
		return {address, region: presenceText('unmapped'), facts: []};
	}

	const facts = [vma.protection];
	const index = ContentIndex.of(space, revision);
	const percent = index.percent(cursor);
	if (percent !== undefined) {
		facts.push(`${Math.floor(percent)} %`);
	} else if (index.isEmpty) {
		facts.push('nothing of this process is in the dump');
	}

	for (const run of space.runs(cursor, cursor + 1n)) {
		facts.push(presenceText(run.presence));
	}

	const into = cursor - vma.start;
	facts.push(isFile(vma) ? `file offset ${(vma.offset + into).toString(16)}` : `+${into.toString(16)}`);
	return {address, region: regionName(vma, mappingName), facts};
}

function isFile({kind}: Vma): boolean {
	return fileKinds.has(kind);
}
