import {parentPort} from 'node:worker_threads';
import {MatchBuffer} from './match-buffer.js';
import {createMatcher} from './matcher.js';
import {scanPlan} from './plan-scan.js';
import {SearchControl} from './search-control.js';
import type {SearchReport, SearchRequest} from './search-thread.js';

/** How often news is sent, in ms. */
const interval = 50;

function run({plan, pattern, from, limit, keep, control: memory}: SearchRequest): void {
	const control = new SearchControl(memory);
	const matches = new MatchBuffer(keep === 'last' ? limit : undefined);
	let count = 0;
	let scanned = 0;
	let faults = 0;
	let problem: string | undefined;
	let due = 0;

	const send = (done: boolean) => {
		const report: SearchReport = {
			...(done || keep === 'first' ? matches : new MatchBuffer()).take(),
			scanned,
			done,
			truncated: count > limit,
			...(problem !== undefined && {problem}),
		};
		parentPort!.postMessage(report, [report.addresses.buffer, report.lengths.buffer]);
		problem = undefined;
		due = performance.now() + interval;
	};

	const listener = {
		found(address: bigint, length: number) {
			count++;
			if (keep === 'last' || count <= limit) {
				matches.add(address, length);
			}
		},
		unreadable(address: bigint, reason: string) {
			faults++;
			problem ??= faults === 1 ? `Memory at ${address.toString(16)} can't be read: ${reason}` : `Memory at ${faults} places can't be read`;
		},
	};

	try {
		for (const {address, bytes} of scanPlan(plan, createMatcher(pattern), from, listener)) {
			scanned += bytes;
			control.beat(address);
			if (control.isCancelled || (keep === 'first' && count > limit)) {
				break;
			}

			const isFirst = keep === 'first' && count > 0 && count === matches.count;
			if (isFirst || performance.now() >= due) {
				send(false);
			}
		}
	} catch (error) {
		// V8 gives up on an expression that needs more stack than it has.
		if (!(error instanceof RangeError)) {
			throw error;
		}

		problem = `The expression is too hard for the memory near ${control.address.toString(16)}: the search stopped there`;
	}

	send(true);
}

parentPort!.on('message', run);
