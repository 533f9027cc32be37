import type {ByteSpace} from '../../memory/memory.js';
import {editedIn, type Edits} from './edits.js';

/** Memory as it would be with what was typed over it; only what it reads is other than in `space`. */
export function editedSpace(space: ByteSpace, edits: Edits): ByteSpace {
	const {pageSize, wordSize, vmas, knowsMappings} = space;
	return {
		pageSize, wordSize, vmas, knowsMappings,
		runs: (start, end) => space.runs(start, end),
		segments: (start, end) => space.segments(start, end),
		read(address, target) {
			const runs = space.read(address, target);
			for (const edited of editedIn(edits, runs)) {
				target[Number(edited.address - address)] = edited.after;
			}

			return runs;
		},
	};
}
