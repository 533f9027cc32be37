/** There is hardly any room left for the decompressed bytes, and that is kept for others; its text says so. */
export class NoRoom extends Error {
	override readonly name = 'NoRoom';
}
