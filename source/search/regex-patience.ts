/** How much may be worked in vain: for each byte of a text, and beyond that of what was not used up before. */
export type Allowance = {readonly perByte: number; readonly saved: number};

// What is saved is so much that what it takes to get to know the states of an expression is always there.
export const usual: Allowance = {perByte: 16, saved: 1 << 20};

/** How much may be worked in vain for so many bytes more, when `left` was before them. */
export function refilled({perByte, saved}: Allowance, left: number, bytes: number): number {
	return Math.min(saved, Math.max(0, left)) + (perByte * bytes);
}
