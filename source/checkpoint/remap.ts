import type {remap_file_path_entry} from '../criu/schema/messages.js';

/**
How CRIU gets at a file that had lost its name:
- `linked`: by another name, which is the file `id`
- `ghost`: from the image `ghost-file-ID.img`
- `procfs`: a file of `/proc` of the process `id`, which had ended
*/
export type Remap = {
	readonly kind: 'linked' | 'ghost' | 'procfs' | 'unknown';
	readonly id: number;
};

const kinds = ['linked', 'ghost', 'procfs'] as const;

// REMAP_GHOST of CRIU before 1.4: the id's top bit said what `remap_type` says now.
const oldGhostMark = 0x80_00_00_00;

export function remapOf({remap_id: id, remap_type: type}: remap_file_path_entry): Remap {
	const number = type ?? ((id & oldGhostMark) === 0 ? 0 : 1);
	return {kind: kinds[number] ?? 'unknown', id: (id & ~oldGhostMark) >>> 0};
}

/** Name of the image with the content of a ghost. */
export function ghostImage({id}: Remap): string {
	return `ghost-file-${id.toString(16)}.img`;
}
