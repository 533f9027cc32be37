/** The first index below `count` for which `holds`, as it does for all beyond it; `count` when there is none. */
export function firstIndex(count: number, holds: (index: number) => boolean): number {
	let low = 0;
	let high = count;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (holds(middle)) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}

	return low;
}
