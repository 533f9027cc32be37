/** A column of numbers in memory that threads share. */
export function shared<T>(Numbers: {readonly BYTES_PER_ELEMENT: number; new (buffer: SharedArrayBuffer): T}, length: number): T {
	return new Numbers(new SharedArrayBuffer(length * Numbers.BYTES_PER_ELEMENT));
}
