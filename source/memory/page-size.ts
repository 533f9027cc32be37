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
	/** A 32-bit process's vector has its key in the low half of a word and the value in the high half. */
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
	const told = auxiliaryValue(evidence, auxvPageSize);
	if (told !== undefined && plausible.has(Number(told))) {
		return {bytes: Number(told), from: 'auxv'};
	}

	const counted = evidence.pagesFileSize() / evidence.presentPages;
	return plausible.has(counted) ? {bytes: counted, from: 'pages file'} : fromAlignment(evidence.vmas);
}

function auxiliaryValue({auxv, wordSize}: PageSizeEvidence, key: bigint): bigint | undefined {
	if (wordSize === 4) {
		const packed = auxv.find(word => (word & 0xFFFF_FFFFn) === key);
		return packed === undefined ? undefined : packed >> 32n;
	}

	for (let index = 0; index + 1 < auxv.length; index += 2) {
		if (auxv[index] === key) {
			return auxv[index + 1];
		}
	}

	return undefined;
}

// The largest page size that every boundary is a multiple of.
function fromAlignment({starts, ends}: PageSizeEvidence['vmas']): PageSize {
	const fits = [...plausible].findLast(size => starts.every(start => start % size === 0) && ends.every(end => end % size === 0));
	return fits === undefined || starts.length === 0 ? {bytes: 4096, from: 'assumed'} : {bytes: fits, from: 'alignment'};
}
