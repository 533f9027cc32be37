import {Gathering, type News} from './gathering.js';
import type {Pattern} from './pattern.js';
import type {Plan} from './plan.js';
import {originOf} from './scan-order.js';
import {SearchControl} from './search-control.js';
import type {ThreadPool} from './thread-pool.js';
import {interval, type UnitReport, type Wanted} from './unit-report.js';

export type PlanSearch = Wanted & {
	readonly pattern: Pattern;
	/** Address where it begins. */
	readonly from: bigint;
	/** The most threads that take part. */
	readonly threads: number;
	/** Bytes that a thread takes at a time; more than a match can look at. */
	readonly unitSize: number;
	readonly signal?: AbortSignal;
};

// How many units there are at most: each is at least one message.
const mostUnits = 4096;

/**
Searches what a plan has, with threads of `pool`.

@yields news of the search when the first match is found and some twenty times a second, the last with `done`; or until `signal` says stop, at once
*/
export async function * searchPlan(plan: Plan, pool: ThreadPool, search: PlanSearch): AsyncGenerator<News> {
	const {pattern, from, signal, keep, limit, countAll} = search;
	const unitSize = Math.max(search.unitSize, Math.ceil(plan.total / mostUnits));
	const units = Math.ceil(plan.total / unitSize);
	const threads = await pool.take(Math.min(units, search.threads));
	const control = SearchControl.create(units);
	const gathering = new Gathering({keep, limit, countAll}, units, control);
	let failure: Error | undefined;
	let isDue = false;
	let isFirst = true;
	let wake = Promise.withResolvers<void>();
	const stir = () => {
		wake.resolve();
	};

	const listener = {
		reported(report: UnitReport) {
			gathering.add(report);
			if (isFirst || gathering.isDone || gathering.isFull) {
				stir();
			}
		},
		failed(error: Error) {
			failure = error;
			stir();
		},
	};

	const timer = setInterval(() => {
		isDue = true;
		stir();
	}, interval);
	signal?.addEventListener('abort', stir);
	try {
		for (const thread of threads) {
			thread.run({plan, pattern, origin: originOf(plan, from), unitSize, keep, limit, countAll, memory: control.memory}, listener);
		}

		while (!signal?.aborted) {
			if (failure) {
				throw failure;
			}

			while (gathering.isDone || gathering.isFull || (isDue && gathering.hasNews) || (isFirst && gathering.hasMatches)) {
				isDue = false;
				isFirst &&= !gathering.hasMatches;
				const news = gathering.take();
				yield news;
				if (news.done || signal?.aborted) {
					return;
				}
			}

			await wake.promise;
			wake = Promise.withResolvers();
		}
	} finally {
		clearInterval(timer);
		signal?.removeEventListener('abort', stir);
		control.cancel();
		for (const thread of threads) {
			pool.giveBack(thread);
		}
	}
}
