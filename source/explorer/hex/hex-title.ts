import type {AddressSpace} from '../../memory/memory.js';
import {presenceText} from './absence.js';
import {ContentIndex} from './content-index.js';
import {regionName, vmaAt, type MappingName} from './region-label.js';

/** Where the cursor is: address, region, protection, place in the file, what the dump has there, how far through the content. */
export function hexTitle(space: AddressSpace, cursor: bigint, mappingName: MappingName): {readonly address: string; readonly region: string; readonly facts: readonly string[]} {
	const address = cursor.toString(16);
	const vma = vmaAt(space, cursor);
	if (vma === undefined) {
		return {address, region: presenceText('unmapped'), facts: []};
	}

	const facts = [vma.protection];
	if (vma.kind === 'file' || vma.kind === 'memfd' || vma.kind === 'sysv') {
		facts.push(`offset ${(vma.offset + cursor - vma.start).toString(16)}`);
	} else {
		facts.push(`+${(cursor - vma.start).toString(16)}`);
	}

	for (const run of space.runs(cursor, cursor + 1n)) {
		facts.push(presenceText(run.presence));
	}

	const percent = ContentIndex.of(space).percent(cursor);
	if (percent !== undefined) {
		facts.push(`${Math.floor(percent)} %`);
	}

	return {address, region: regionName(vma, mappingName), facts};
}
