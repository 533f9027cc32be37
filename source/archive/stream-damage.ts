/** Compressed data that can't be decompressed any further, and the offset of the compressed bytes where that shows. */
export class StreamDamage extends Error {
	override readonly name = 'StreamDamage';
	readonly offset: number;

	constructor(reason: string, offset: number) {
		super(reason);
		this.offset = offset;
	}
}
