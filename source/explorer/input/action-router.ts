import {bindingsOf, keyName, type Action, type Binding, type KeyContext, type Press} from '../keymap.js';

export type Handlers = Partial<Readonly<Record<Action, () => void>>>;

/** Inner parts of the screen are asked first. */
export type Level = 'app' | 'pane' | 'dialog' | 'prompt';

const order: readonly Level[] = ['app', 'pane', 'dialog', 'prompt'];

/** One part of the screen that listens at the moment. */
export type Layer = {
	readonly level: Level;
	readonly contexts: readonly KeyContext[];
	/** Keeps what it does not know from the parts below it. */
	readonly modal: boolean;
	handlers(): Handlers;
	/** Takes typed and pasted text; a part with it gets every printable character. */
	text(): ((text: string) => void) | undefined;
};

type KnownBinding = Binding & {readonly action: Action};

/** Maps keys to actions by the keymap and hands them to the part of the screen they are meant for. */
export class ActionRouter {
	#layers: readonly Layer[] = [];
	readonly #listeners = new Set<() => void>();
	readonly #firstToKnow = new Set<() => void>();

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	#panes(): Layer[] {
		return this.#layers.filter(layer => layer.level === 'app' || layer.level === 'pane').reverse();
	}

	* #reachable(): Generator<Layer> {
		for (const layer of [...this.#layers].reverse()) {
			yield layer;
			if (layer.modal) {
				return;
			}
		}
	}

	#lookUp(layer: Layer, contexts: readonly KeyContext[], key: string): (() => void) | undefined {
		const handlers = layer.handlers();
		for (const context of contexts) {
			for (const binding of bindingsOf(context)) {
				const handler = binding.keys.includes(key) ? handlers[binding.action] : undefined;
				if (handler) {
					return handler;
				}
			}
		}

		return undefined;
	}

	#announce(): void {
		for (const listener of this.#firstToKnow) {
			listener();
		}
	}

	/** What a key does now, if anything. */
	#answer(input: string, press: Press): (() => void) | undefined {
		const key = keyName(input, press);
		const always = this.#layers.filter(layer => layer.contexts.includes('always')).map(layer => this.#lookUp(layer, ['always'], key)).find(found => found !== undefined);
		if (always) {
			return always;
		}

		const printable = input !== '' && !press.ctrl && !press.meta && !/\p{Control}/u.test(input);
		for (const layer of this.#reachable()) {
			const text = printable ? layer.text() : undefined;
			if (text) {
				return () => {
					text(input);
				};
			}

			const action = this.#lookUp(layer, layer.contexts, key);
			if (action) {
				return action;
			}
		}

		return undefined;
	}

	#set(layers: readonly Layer[]): void {
		this.#layers = layers;
		for (const listener of this.#listeners) {
			listener();
		}
	}

	/** The layers, outermost first: a new array after each change. */
	get layers(): readonly Layer[] {
		return this.#layers;
	}

	/** What a layer answers to has changed. */
	changed(): void {
		this.#set([...this.#layers]);
	}

	/** Starts listening for `layer`; returns a function that stops. */
	add(layer: Layer): () => void {
		const below = this.#layers.filter(other => order.indexOf(other.level) <= order.indexOf(layer.level));
		this.#set([...below, layer, ...this.#layers.slice(below.length)]);
		return () => {
			this.#set(this.#layers.filter(other => other !== layer));
		};
	}

	/** Calls `listener` before each key or paste that does something; returns a function that stops. */
	beforeEach(listener: () => void): () => void {
		this.#firstToKnow.add(listener);
		return () => {
			this.#firstToKnow.delete(listener);
		};
	}

	press(input: string, press: Press): void {
		const answer = this.#answer(input, press);
		if (answer === undefined) {
			return;
		}

		this.#announce();
		answer();
	}

	/** Pasted text is only ever text: it never acts as keys. */
	paste(text: string): void {
		for (const layer of this.#reachable()) {
			const take = layer.text();
			if (take) {
				this.#announce();
				take(text);
				return;
			}
		}
	}

	/** Does `action` as if its key had been pressed on the panes, whatever window lies over them. Returns false when nothing answers to it now. */
	perform(action: Action): boolean {
		const handler = this.#panes().map(layer => layer.handlers()[action]).find(found => found !== undefined);
		handler?.();
		return handler !== undefined;
	}

	/** The keys that do something now, innermost first. */
	active(): KnownBinding[] {
		return describe([...this.#reachable()]);
	}

	/** The keys that do something in the panes, whatever window lies over them. */
	activeInPanes(): KnownBinding[] {
		return describe(this.#panes());
	}
}

// A key that an inner part has taken is not listed again for an outer one.
function describe(layers: readonly Layer[]): KnownBinding[] {
	const taken = new Set<string>();
	const result: KnownBinding[] = [];
	for (const layer of layers) {
		const handlers = layer.handlers();
		const found = layer.contexts.flatMap(context => bindingsOf(context)).filter(binding => handlers[binding.action] !== undefined && (binding.keys.length === 0 || binding.keys.some(key => !taken.has(key))));
		for (const key of found.flatMap(binding => binding.keys)) {
			taken.add(key);
		}

		result.push(...found);
	}

	return result;
}
