/** Index of the first of ascending `values` that is greater than `value`, or their length. */
export function upperBound(values: ArrayLike<number>, value: number): number {
	let low = 0;
	let high = values.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (values[middle]! > value) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}

	return low;
}

/** The order of rows that makes `values` ascend; undefined when they do already, as CRIU writes them. */
export function ascendingOrder(values: Float64Array): Uint32Array | undefined {
	for (let index = 1; index < values.length; index++) {
		if (values[index]! < values[index - 1]!) {
			return Uint32Array.from(values, (_, row) => row).sort((a, b) => values[a] === values[b] ? a - b : values[a]! - values[b]!);
		}
	}

	return undefined;
}

/** `values` in that order. */
export function inOrder<T extends Float64Array | Uint8Array | Uint32Array>(values: T, order: Uint32Array | undefined): T {
	return order === undefined ? values : values.map((_, index) => values[order[index]!]!) as T;
}
