import type {ByteOrder} from '../criu/cursor.js';
import type {BytesPattern} from '../search/pattern.js';

/** How pointers lie in a memory. */
export type PointerFormat = {readonly wordSize: 4 | 8; readonly order: ByteOrder};

// As many as one pattern looks for; and where they lie in more places than this, they are looked for together.
const mostForms = 1 << 16;
const mostGroups = 16;

/** Patterns that match a pointer to one of `targets`, as few as can be. */
export function pointerPatterns(targets: Iterable<bigint>, format: PointerFormat): BytesPattern[] {
	const groups = Map.groupBy(targets, address => address >> (format.wordSize === 4 ? 24n : 32n));
	// The first byte of a 64-bit address is the same everywhere; of a 32-bit one it need not be.
	const parts = format.wordSize === 8 && groups.size > mostGroups ? [[...groups.values()].flat()] : [...groups.values()];
	return parts.flatMap(part => Array.from({length: Math.ceil(part.length / mostForms)}, (_, index) => patternOf(part.slice(index * mostForms, (index + 1) * mostForms), format)));
}

function patternOf(targets: readonly bigint[], {wordSize, order}: PointerFormat): BytesPattern {
	const bytes = Buffer.alloc(targets.length * wordSize);
	const forms = targets.map((address, index) => {
		const form = bytes.subarray(index * wordSize, (index + 1) * wordSize);
		write(form, address, order);
		return form;
	});
	const [first] = forms;
	const mask = new Uint8Array(wordSize).fill(0xFF);
	for (const form of forms) {
		for (const [offset, byte] of form.entries()) {
			mask[offset]! &= ~(byte ^ first![offset]!);
		}
	}

	return {kind: 'bytes', value: first!.map((byte, offset) => byte & mask[offset]!), mask, choices: [{offset: 0, forms}]};
}

function write(target: Buffer, address: bigint, order: ByteOrder): void {
	if (target.length === 4) {
		target[order === 'little' ? 'writeUInt32LE' : 'writeUInt32BE'](Number(address));
	} else {
		target[order === 'little' ? 'writeBigUInt64LE' : 'writeBigUInt64BE'](address);
	}
}
