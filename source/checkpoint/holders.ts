import {attempt, lazy} from '../archive/attempt.js';
import type {InputError} from '../archive/byte-source.js';

/** A descriptor of a process that refers to an open file description. */
export type Holder = {readonly pid: number; readonly fd: number};

/** What a process has open, as far as is needed to say who holds what. */
export type Opener = {
	readonly pid: number;
	readonly openFiles: ReadonlyArray<{readonly fd: number; readonly id: number}>;
};

const named = 4;

/** Descriptors by pid: parents before children, by fd. */
type FdsByPid = ReadonlyMap<number, readonly number[]>;

/** Who holds which open file description, across all processes of a dump. */
export class Holders {
	readonly #index: () => Index;
	readonly #texts = new WeakMap<readonly number[], string>();

	constructor(openers: () => Iterable<Opener>) {
		this.#index = lazy(() => indexed(openers()));
	}

	/**
	Every open descriptor, with the description that it refers to.

	@yields them by description
	*/
	* descriptors(): Generator<Holder & {readonly id: number}> {
		for (const [id, holders] of this.#index().byId) {
			for (const [pid, fds] of holders) {
				for (const fd of fds) {
					yield {id, pid, fd};
				}
			}
		}
	}

	/** Who holds one of these descriptions: `pid 1 fd 9, pid 6 fd 9`. A process whose descriptors could not be read may hold any. */
	text(ids: readonly number[]): string {
		let text = this.#texts.get(ids);
		if (text === undefined) {
			text = this.#describe(ids);
			this.#texts.set(ids, text);
		}

		return text;
	}

	/** Who else holds a description than one of its holders: `fd 4, pid 6`; undefined when nobody is known to. */
	others(id: number, {pid, fd}: Holder): string | undefined {
		const holders = this.#index().byId.get(id) ?? none;
		const own = holders.get(pid) ?? [];
		const first = [
			...take(own, other => other !== fd).map(other => `fd ${other}`),
			...take(holders.keys(), other => other !== pid).map(other => `pid ${other}`),
		];
		return first.length === 0 ? undefined : listed(first, own.length + holders.size - 2);
	}

	#describe(ids: readonly number[]): string {
		const {byId, problem} = this.#index();
		const first: string[] = [];
		let count = 0;
		for (const id of ids) {
			for (const [pid, fds] of byId.get(id) ?? none) {
				count += fds.length;
				first.push(...fds.slice(0, named - first.length).map(fd => `pid ${pid} fd ${fd}`));
			}
		}

		const unread = problem === undefined ? undefined : `not known (${problem.message})`;
		if (count === 0) {
			return unread ?? 'nobody in this checkpoint';
		}

		const known = listed(first, count);
		return unread === undefined ? known : `${known}, who else is ${unread}`;
	}
}

/** The first few of `count` items, and how many more there are. */
function listed(items: readonly string[], count: number): string {
	const shown = items.slice(0, named).join(', ');
	return count > named ? `${shown} and ${count - named} more` : shown;
}

/** As many as are ever named: an open file may have a million holders. */
function take<T>(items: Iterable<T>, isWanted: (item: T) => boolean): T[] {
	const taken = [];
	for (const item of items) {
		if (taken.length === named) {
			break;
		}

		if (isWanted(item)) {
			taken.push(item);
		}
	}

	return taken;
}

type Index = {readonly byId: ReadonlyMap<number, FdsByPid>; readonly problem: InputError | undefined};

const none: FdsByPid = new Map();

function indexed(openers: Iterable<Opener>): Index {
	const byId = new Map<number, Map<number, number[]>>();
	let problem: InputError | undefined;
	for (const opener of openers) {
		const files = attempt(() => opener.openFiles);
		if (files.state === 'pending') {
			throw files.error;
		}

		if (files.state === 'failed') {
			problem ??= files.error;
			continue;
		}

		for (const {fd, id} of files.value) {
			const holders = byId.get(id) ?? new Map<number, number[]>();
			byId.set(id, holders);
			const fds = holders.get(opener.pid);
			if (fds === undefined) {
				holders.set(opener.pid, [fd]);
			} else {
				fds.push(fd);
			}
		}
	}

	return {byId, problem};
}
