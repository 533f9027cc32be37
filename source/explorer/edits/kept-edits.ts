import {useSyncExternalStore} from 'react';
import type {Services} from '../pane.js';
import {areSame, noEdits, type Edits} from './edits.js';

const memoryKey = 'edits';

type Needed = Pick<Services, 'memory' | 'holdLeaving'>;

/** What was typed over the memory of a checkpoint: kept while other processes and tabs are on screen, and a reason not to leave until it is saved. */
export class KeptEdits {
	/** The ones of a run of the program. */
	static of(services: Needed): KeptEdits {
		const known = services.memory.get(memoryKey);
		if (known instanceof this) {
			return known;
		}

		const kept = new this(services);
		services.memory.set(memoryKey, kept);
		return kept;
	}

	readonly #services: Needed;
	readonly #listeners = new Set<() => void>();
	#edits = noEdits;
	// Those of the copy that was written last.
	#saved = noEdits;
	#isSaved = true;
	#release: (() => void) | undefined;

	constructor(services: Needed) {
		this.#services = services;
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	get edits(): Edits {
		return this.#edits;
	}

	/** Nothing would be lost by leaving. */
	get isSaved(): boolean {
		return this.#isSaved;
	}

	set(edits: Edits): void {
		this.#edits = edits;
		this.#changed();
	}

	/** A copy with `edits` has been written. */
	saved(edits: Edits): void {
		this.#saved = edits;
		this.#changed();
	}

	#changed(): void {
		const {count} = this.#edits;
		this.#isSaved = count === 0 || areSame(this.#edits, this.#saved);
		this.#release?.();
		this.#release = this.isSaved ? undefined : this.#services.holdLeaving(`${count === 1 ? '1 edited byte is' : `${count} edited bytes are`} not saved (w or :save-edits saves)`);
		for (const listener of this.#listeners) {
			listener();
		}
	}
}

/** What was typed over; draws anew when that changes, or is saved. */
export function useKeptEdits(services: Needed): KeptEdits {
	const kept = KeptEdits.of(services);
	useSyncExternalStore(kept.subscribe, () => kept.edits);
	useSyncExternalStore(kept.subscribe, () => kept.isSaved);
	return kept;
}
