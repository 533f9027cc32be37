/** Reasons not to leave the explorer yet: what would be lost with it. Whoever leaves in spite of them is asked once. */
export class Leaving {
	readonly #reasons = new Set<{readonly text: string}>();
	#isAsked = false;
	#wasAskedBefore = false;

	/** Adds a reason, as it stands behind `press q again:`, such as `what is being written is given up`; returns what takes it away. */
	hold(text: string): () => void {
		const reason = {text};
		this.#reasons.add(reason);
		// Who was asked did not know of this one.
		this.#isAsked = false;
		return () => {
			this.#reasons.delete(reason);
		};
	}

	/** To be called before each key: only the one right behind the question answers it. */
	nextKey(): void {
		this.#wasAskedBefore = this.#isAsked;
		this.#isAsked = false;
	}

	/** What to ask before leaving; undefined where nothing is lost, or the last key was told. */
	question(): string | undefined {
		if (this.#reasons.size === 0 || this.#wasAskedBefore) {
			return undefined;
		}

		this.#isAsked = true;
		return `press q again: ${[...new Set([...this.#reasons].map(({text}) => text))].join(', ')}`;
	}
}
