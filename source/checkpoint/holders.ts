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

/** Who holds which open file description, across all processes of a dump. */
export class Holders {
	readonly #index: () => {readonly byId: ReadonlyMap<number, readonly Holder[]>; readonly problem: InputError | undefined};

	constructor(openers: () => Iterable<Opener>) {
		this.#index = lazy(() => indexed(openers()));
	}

	/** Parents before children, by fd. */
	of(id: number): readonly Holder[] {
		return this.#index().byId.get(id) ?? [];
	}

	/** A process whose descriptors could not be read may hold anything. */
	get problem(): InputError | undefined {
		return this.#index().problem;
	}

	/** `pid 1 fd 9, pid 6 fd 9`; who else may hold it when nobody is known to. */
	text(ids: Iterable<number>): string {
		const holders = [...ids].flatMap(id => this.of(id));
		if (holders.length === 0) {
			return this.problem === undefined ? 'nobody in this checkpoint' : `not known (${this.problem.message})`;
		}

		return listed(holders.map(({pid, fd}) => `pid ${pid} fd ${fd}`));
	}
}

/** The first few, and how many more there are. */
export function listed(items: readonly string[]): string {
	const rest = items.length - named;
	return rest > 0 ? `${items.slice(0, named).join(', ')} and ${rest} more` : items.join(', ');
}

function indexed(openers: Iterable<Opener>): {byId: Map<number, Holder[]>; problem: InputError | undefined} {
	const byId = new Map<number, Holder[]>();
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
			const holders = byId.get(id);
			if (holders === undefined) {
				byId.set(id, [{pid: opener.pid, fd}]);
			} else {
				holders.push({pid: opener.pid, fd});
			}
		}
	}

	return {byId, problem};
}
