import fs from 'node:fs';
import {on, once} from 'node:events';
import {Worker} from 'node:worker_threads';
import {InputError} from '../../../archive/byte-source.js';
import {systemComplaint} from '../../../archive/open-file.js';
import type {Segment} from '../../../memory/presence.js';
import {createPlan, type Plan} from '../../../search/plan.js';
import {Untrusted} from '../../../text/untrusted.js';
import {brokenText, messageText} from './message-text.js';
import type {YaraNews, YaraSource, YaraStart, YaraTask} from './model.js';

/** What comes of a scan; segments are told by their number. */
export type ScanNews = Exclude<YaraNews, {readonly type: 'done'}>;

const mostWarnings = 10;

/** YARA rules that are compiled, and a thread to scan with them. */
export class YaraRules {
	/**
	Compiles files of rules, each named as a path, or as `NAMESPACE:PATH`.

	@throws {InputError} when one can't be read, or the engine refuses it
	*/
	static async compile(files: readonly string[]): Promise<YaraRules> {
		const rules = new YaraRules(files.map(file => sourceOf(file)));
		rules.#worker = await rules.#start();
		return rules;
	}

	readonly #sources: readonly YaraSource[];
	#warnings: readonly string[] = [];
	#worker: Worker | undefined;

	private constructor(sources: readonly YaraSource[]) {
		this.#sources = sources;
	}

	/** What the engine finds odd in them, a sentence each. */
	get warnings(): readonly string[] {
		return this.#warnings;
	}

	/** Names of their files, printable. */
	get files(): readonly string[] {
		return this.#sources.map(({name}) => name);
	}

	async #start(): Promise<Worker> {
		const worker = new Worker(new URL('yara-worker.js', import.meta.url), {workerData: this.#sources, execArgv: []});
		const start = await this.#startOf(worker);
		if (start.type === 'refused') {
			void worker.terminate();
			const [first = '', ...others] = start.errors;
			throw new InputError(start.file, `${messageText(first)}${others.length === 0 ? '' : `; and ${others.length} more`}`);
		}

		const told = start.warnings.map(({file, text}) => `${file}: ${messageText(text)}`);
		this.#warnings = told.length > mostWarnings ? [...told.slice(0, mostWarnings), `The engine has ${told.length - mostWarnings} more warnings.`] : told;
		worker.unref();
		return worker;
	}

	async #startOf(worker: Worker): Promise<YaraStart> {
		try {
			const [start] = await once(worker, 'message') as [YaraStart];
			return start;
		} catch (error) {
			throw this.#broken(error);
		}
	}

	#broken(error: unknown): InputError {
		return new InputError(this.files.join(', '), brokenText(error));
	}

	/**
	Scans segments, each by itself. Of a segment that can't be read to its end, what can be is scanned; what the engine breaks on is left out.

	@yields what is found, by the segments of the plan; it ends early when `signal` says so
	*/
	async * scan(segments: Iterable<Segment>, signal?: AbortSignal): AsyncGenerator<ScanNews & {readonly plan: Plan}> {
		const plan = await createPlan(segments, signal);
		const count = plan?.starts.length ?? 0;
		let from = 0;
		while (from < count) {
			let broken = count;
			for await (const news of this.#run({plan: plan!, from}, signal)) {
				broken = news.type === 'broken' ? news.segment : broken;
				yield {...news, plan: plan!};
			}

			from = broken + 1;
		}
	}

	async * #run(task: YaraTask, signal: AbortSignal | undefined): AsyncGenerator<ScanNews> {
		const kept = this.#worker;
		// Whoever leaves in the middle leaves it at work.
		this.#worker = undefined;
		const worker = kept ?? await this.#start();
		worker.ref();
		try {
			worker.postMessage(task);
			for await (const [news] of on(worker, 'message', {...signal && {signal}}) as AsyncIterable<[YaraNews]>) {
				if (news.type === 'done') {
					// Of two scans at once, the thread of the one that ends first is kept.
					this.#worker ??= news.isSpent ? undefined : worker;
					return;
				}

				yield news;
				if (news.type === 'broken') {
					return;
				}
			}
		} catch (error) {
			if (!(error instanceof Error && error.name === 'AbortError')) {
				throw this.#broken(error);
			}
		} finally {
			if (this.#worker === worker) {
				worker.unref();
			} else {
				void worker.terminate();
			}
		}
	}

	/** Ends the thread; the next scan would start another. */
	end(): void {
		void this.#worker?.terminate();
		this.#worker = undefined;
	}
}

// As YARA's own program has it.
const inNamespace = /^(?<namespace>[A-Z_a-z]\w*):(?<path>.+)$/v;

function sourceOf(file: string): YaraSource {
	const {namespace = 'default', path = file} = fs.existsSync(file) ? {} : inNamespace.exec(file)?.groups ?? {};
	const name = Untrusted.from(path).toString();
	try {
		return {name, namespace, text: fs.readFileSync(path, 'utf8')};
	} catch (error) {
		throw systemComplaint(name, error);
	}
}
