import type {ByteSpace} from '../../memory/memory.js';
import {hasContent} from '../../memory/presence.js';

// Beyond this the sum would be felt, and a percentage of so many says little.
const mostMappings = 100_000;

const topOfMemory = 2n ** 64n;

const indexes = new WeakMap<ByteSpace, {readonly revision: number; readonly index: ContentIndex}>();

/** How much content there is before each mapping. */
export class ContentIndex {
	/** The index of an address space; summed up again when `revision` says that there may be more. */
	static of(space: ByteSpace, revision: number): ContentIndex {
		const known = indexes.get(space);
		if (known?.revision === revision) {
			return known.index;
		}

		const index = new ContentIndex(space);
		indexes.set(space, {revision, index});
		return index;
	}

	readonly #space: ByteSpace;
	readonly #before: Float64Array;
	/** It is known that no mapping has content. */
	readonly isEmpty: boolean;

	constructor(space: ByteSpace) {
		const {vmas} = space;
		this.#space = space;
		this.#before = new Float64Array(vmas.length > mostMappings ? 1 : vmas.length + 1);
		this.isEmpty = false;
		if (vmas.length === 0 || vmas.length > mostMappings) {
			return;
		}

		for (const run of space.runs(0n, topOfMemory)) {
			// The shares of what is not complete mean nothing.
			if (run.presence === 'pending') {
				this.#before.fill(0);
				return;
			}

			if (run.vma !== undefined && hasContent(run.presence)) {
				this.#before[run.vma + 1]! += Number(run.end - run.start);
			}
		}

		for (let index = 1; index < this.#before.length; index++) {
			this.#before[index]! += this.#before[index - 1]!;
		}

		this.isEmpty = this.#before.at(-1) === 0;
	}

	/** How much of the content lies before `address`, 0 to 100; inside a mapping as if it were spread evenly. Undefined when there is none to speak of. */
	percent(address: bigint): number | undefined {
		const total = this.#before.at(-1)!;
		const index = this.#space.vmas.find(address);
		if (total === 0 || index === -1) {
			return undefined;
		}

		const {start, end} = this.#space.vmas.at(index);
		const share = Number(address - start) / Number(end - start);
		return (this.#before[index]! + share * (this.#before[index + 1]! - this.#before[index]!)) / total * 100;
	}
}
