const auxvPageSize = 6n;
const plausible = new Set([4096, 8192, 16_384, 65_536]);

/** What a page size was taken from, the best first. */
export type PageSizeOrigin = 'auxv' | 'pages file' | 'alignment' | 'assumed';

export type PageSize = {
	/** Bytes. */
	readonly bytes: number;
	readonly from: PageSizeOrigin;
};

/** What is known of a process that may tell its page size. */
export type PageSizeEvidence = {
	/** The auxiliary vector as the image has it: 64-bit words. */
	readonly auxv: readonly bigint[];
	readonly wordSize: 4 | 8;
	/** Bytes of the pages file; 0 if there is none. Asked only when the vector doesn't tell. */
	readonly pagesFileSize: () => number;
	/** Pages that the pagemap says are in it. */
	readonly presentPages: number;
	/** Where the mappings begin and end. */
	readonly vmas: {readonly starts: Float64Array; readonly ends: Float64Array};
};

/**
The page size of the machine that was dumped. The images don't record it, and that of the machine this runs on says nothing.
*/
export function findPageSize(evidence: PageSizeEvidence): PageSize {
	const told = evidence.wordSize === 4 ? packedValue(evidence.auxv) ?? pairedValue(evidence.auxv) : pairedValue(evidence.auxv);
	if (told !== undefined) {
		return {bytes: told, from: 'auxv'};
	}

	const counted = evidence.pagesFileSize() / evidence.presentPages;
	return plausible.has(counted) ? {bytes: counted, from: 'pages file'} : fromAlignment(evidence.vmas);
}

// A 32-bit process on a 64-bit kernel: the key in the low half of a word, the value in the high half.
function packedValue(auxv: readonly bigint[]): number | undefined {
	const word = auxv.find(value => (value & 0xFFFF_FFFFn) === auxvPageSize);
	return word === undefined ? undefined : ifPlausible(word >> 32n);
}

function pairedValue(auxv: readonly bigint[]): number | undefined {
	for (let index = 0; index + 1 < auxv.length; index += 2) {
		if (auxv[index] === auxvPageSize) {
			return ifPlausible(auxv[index + 1]!);
		}
	}

	return undefined;
}

function ifPlausible(value: bigint): number | undefined {
	return plausible.has(Number(value)) ? Number(value) : undefined;
}

// The largest page size that every boundary is a multiple of.
function fromAlignment({starts, ends}: PageSizeEvidence['vmas']): PageSize {
	const fits = [...plausible].findLast(size => starts.every(start => start % size === 0) && ends.every(end => end % size === 0));
	return fits === undefined || starts.length === 0 ? {bytes: 4096, from: 'assumed'} : {bytes: fits, from: 'alignment'};
}
