import path from 'node:path';
import {InputError, PendingError} from '../../archive/byte-source.js';
import {Untrusted} from '../../text/untrusted.js';
import {stepText} from '../../views/step.js';
import type {Detail, DetailField, Services} from '../pane.js';
import type {Message} from '../state.js';
import type {NewTarget, Writable} from './writable.js';

// Milliseconds: between two drawings of how far it is, and how long what came of it stays, whatever is pressed.
const drawn = 200;
const read = 2000;

type Job = {readonly name: string; readonly abort: AbortController};

/** What is being written while the screen goes on working, one thing at a time, and what was. */
export class Writing {
	readonly #services: Pick<Services, 'say' | 'holdLeaving'>;
	readonly #now: () => number;
	readonly #listeners = new Set<() => void>();
	readonly #fields: DetailField[] = [];
	#job: Job | undefined;
	#status: Message | undefined;
	#since = 0;

	/** `now` is a clock, in milliseconds. */
	constructor(services: Pick<Services, 'say' | 'holdLeaving'>, now = () => performance.now()) {
		this.#services = services;
		this.#now = now;
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** How far it is, or for a moment what came of it. */
	get status(): Message | undefined {
		return this.#status;
	}

	/** What keeps another thing from being written now. */
	get obstacle(): string | undefined {
		return this.#job && `${this.#job.name} is still being written: wait for it, or :stop-writing`;
	}

	/** To be called before each key. */
	nextKey(): void {
		if (this.#job === undefined && this.#status !== undefined && this.#now() - this.#since > read) {
			this.#show(undefined);
		}
	}

	/** Gives up what is being written, if anything: nothing of it is left. */
	stop(): void {
		if (this.#job === undefined) {
			this.#services.say('nothing is being written');
		} else {
			this.#job.abort.abort();
			this.#show({text: `giving up ${this.#job.name}`, tone: 'plain'});
		}
	}

	/** All that was written, or could not be, the last first. */
	detail(): Detail | undefined {
		return this.#fields.length === 0 ? undefined : {title: 'Written', fields: this.#fields};
	}

	/** Resolves when it is written or given up; what came of it is said. */
	async write({write}: Writable, target: NewTarget): Promise<void> {
		const {obstacle} = this;
		if (obstacle !== undefined) {
			this.#services.say(obstacle, 'danger');
			return;
		}

		const name = Untrusted.from(target.output).toString();
		const abort = new AbortController();
		const release = this.#services.holdLeaving('what is being written is given up');
		this.#job = {name, abort};
		this.#show({text: `writing ${name}`, tone: 'plain'});
		try {
			const {text, isIncomplete, fields} = await write(target, step => {
				abort.signal.throwIfAborted();
				this.#report(`writing ${name}: ${stepText(step)}`);
			});
			this.#end(target, {text: `wrote ${text}`, tone: isIncomplete ? 'danger' : 'plain'}, fields);
		} catch (error) {
			if (abort.signal.aborted) {
				this.#end(target, {text: `gave up ${name}: nothing of it is left`, tone: 'plain'});
			} else if (error instanceof InputError || error instanceof PendingError) {
				this.#end(target, {text: error.message, tone: 'danger'});
			} else {
				throw error;
			}
		} finally {
			this.#job = undefined;
			release();
		}
	}

	#report(text: string): void {
		if (this.#now() - this.#since > drawn) {
			this.#show({text, tone: 'plain'});
		}
	}

	#end({output}: NewTarget, message: Message, fields: readonly DetailField[] = [{name: 'Not written', value: message.text}]): void {
		this.#fields.unshift({name: 'File', value: Untrusted.from(path.resolve(output))}, ...fields);
		this.#show(message);
		this.#services.say(message.text, message.tone);
	}

	#show(status: Message | undefined): void {
		this.#status = status;
		this.#since = this.#now();
		for (const listener of this.#listeners) {
			listener();
		}
	}
}
