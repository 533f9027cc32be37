const meta = 0x83;

/** Text as it was typed, of zsh's own form: a byte that means something to zsh stands there as `Meta` and the byte with its sixth bit flipped. */
export function unmetafied(bytes: Uint8Array): Uint8Array {
	const plain: number[] = [];
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes[index]!;
		plain.push(byte === meta && index + 1 < bytes.length ? bytes[++index]! ^ 32 : byte);
	}

	return Uint8Array.from(plain);
}
