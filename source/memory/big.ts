/** `Math.min` for addresses. */
export function smaller(a: bigint, b: bigint): bigint {
	return a < b ? a : b;
}

/** `Math.max` for addresses. */
export function larger(a: bigint, b: bigint): bigint {
	return a > b ? a : b;
}
