import type {Presence} from './presence.js';
import type {Placed} from './runs.js';
import type {SharedObjects} from './shared-objects.js';
import {blank, overlay, type Layer, type Stretch} from './stretch.js';
import {status, type SortedVmas} from './vma-table.js';

const neverDumped = status.vsyscall | status.vvar | status.socket | status.uprobes | status.plugin;
const dumpedWhole = status.vdso | status.aio;
const privateMemory = status.anonymousPrivate | status.shadowStack | status.stack | status.heap;

/**
The mappings of a process, its own pagemap and the objects it shares, put over each other: the dump's own pages first, then the shared object's, then what the kind of the mapping means for a page that CRIU left out.

Addresses are multiples of the page size.
*/
export class MemoryMap {
	readonly vmas: SortedVmas;

	readonly #own: Layer | Presence;
	readonly #shared: SharedObjects;
	readonly #pageSize: number;

	/** `own` is the process's pagemap, or why there is none. */
	constructor(vmas: SortedVmas, own: Layer | Presence, shared: SharedObjects, pageSize: number) {
		this.vmas = vmas;
		this.#own = own;
		this.#shared = shared;
		this.#pageSize = pageSize;
	}

	/**
	Covers `[start, end)`.
	@yields stretches without a gap between them
	*/
	* stretches(start: number, end: number): Generator<Placed> {
		const {starts, ends} = this.vmas;
		// One walk through the pagemap, not one for each of what may be a million mappings.
		const dumped = this.#dumped(start, end)[Symbol.iterator]();
		let own = next(dumped);
		let position = start;
		let index = this.vmas.firstEndingAfter(start);
		while (position < end) {
			while (ends[index]! <= position) {
				index++;
			}

			const isMapped = starts[index]! <= position;
			const limit = Math.min(end, (isMapped ? ends[index] : starts[index]) ?? end);
			const vma = isMapped ? index : undefined;
			const isDumped = own !== undefined && own.start <= position;
			const to = Math.min(limit, (isDumped ? own?.end : own?.start) ?? end);
			if (isDumped) {
				yield part(own!, position, to, vma);
				own = to === own!.end ? next(dumped) : own;
			} else {
				yield * place(isMapped ? this.#notInPagemap(index, position, to) : blank('unmapped')(position, to), vma);
			}

			position = to;
		}
	}

	#dumped(start: number, end: number): Iterable<Stretch> {
		return typeof this.#own === 'string' ? [] : this.#own.stretches(start, end);
	}

	#notInPagemap(index: number, start: number, end: number): Iterable<Stretch> {
		const {vmas} = this;
		const bits = vmas.statusOf(index);
		const object = this.#shared.behind(bits, vmas.shmidOf(index));
		if (object !== undefined) {
			return this.#object(index, object.layer, object.size, start, end);
		}

		if ((bits & neverDumped) !== 0 || vmas.isDroppable(index)) {
			return blank('never-dumped')(start, end);
		}

		if ((bits & status.filePrivate) !== 0) {
			return this.#leftOut('file', start, end);
		}

		if ((bits & dumpedWhole) !== 0) {
			return this.#leftOut('never-dumped', start, end);
		}

		return (bits & privateMemory) === 0 ? blank('never-dumped')(start, end) : overlay(vmas.guardsWithin(start, end), start, end, (from, to) => this.#leftOut('zero', from, to));
	}

	// What it means that a page is not in the pagemap, if that can be known.
	#leftOut(presence: Presence, start: number, end: number): Iterable<Stretch> {
		return typeof this.#own === 'string' ? blank(this.#own)(start, end) : divide(start, end, this.#own.knownUntil, presence, 'damaged');
	}

	* #object(index: number, layer: Layer | Presence, size: number | undefined, start: number, end: number): Generator<Stretch> {
		if (typeof layer === 'string') {
			yield {start, end, presence: layer};
			return;
		}

		// From an offset in the object to an address.
		const shift = this.vmas.starts[index]! - this.vmas.offsetOf(index);
		const limit = size === undefined ? Infinity : Math.ceil(size / this.#pageSize) * this.#pageSize;
		const from = start - shift;
		const to = end - shift;
		// CRIU leaves out the pages of an object that hold zeros; behind its end there are none.
		const untouched = (low: number, high: number) => layer.knownUntil < limit ? divide(low, high, layer.knownUntil, 'zero', 'damaged') : divide(low, high, limit, 'zero', 'never-dumped');
		for (const stretch of overlay(layer.stretches(from, to), from, to, untouched)) {
			const presence = stretch.presence === 'dumped' || stretch.presence === 'parent' ? 'shared' : stretch.presence;
			yield {...stretch, start: stretch.start + shift, end: stretch.end + shift, presence};
		}
	}
}

// `[start, end)` as one thing below `edge` and another from there on.
function divide(start: number, end: number, edge: number, below: Presence, above: Presence): Stretch[] {
	const middle = Math.max(start, Math.min(end, edge));
	return [{start, end: middle, presence: below}, {start: middle, end, presence: above}].filter(stretch => stretch.start < stretch.end);
}

function next(stretches: Iterator<Stretch>): Stretch | undefined {
	const result = stretches.next();
	return result.done ? undefined : result.value;
}

function part({start: origin, presence, source, position}: Stretch, start: number, end: number, vma: number | undefined): Placed {
	return source === undefined ? {start, end, presence, vma} : {start, end, presence, vma, source, position: position! + start - origin};
}

function * place(stretches: Iterable<Stretch>, vma: number | undefined): Generator<Placed> {
	for (const {start, end, presence, source, position} of stretches) {
		yield {start, end, presence, source, position, vma};
	}
}
