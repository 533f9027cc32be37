import {parentPort} from 'node:worker_threads';
import {createMatcher} from './matcher.js';
import {scanPlan} from './plan-scan.js';
import {SearchControl} from './search-control.js';
import type {SearchReport, SearchRequest} from './search-thread.js';

/** How often news is sent, in ms. */
const interval = 50;

function run({plan, pattern, from, limit, control: memory}: SearchRequest): void {
	const control = new SearchControl(memory);
	let addresses: bigint[] = [];
	let lengths: number[] = [];
	let count = 0;
	let scanned = 0;
	let faults = 0;
	let problem: string | undefined;
	let due = 0;

	const send = (done: boolean) => {
		const report: SearchReport = {
			addresses: BigUint64Array.from(addresses),
			lengths: Uint32Array.from(lengths),
			scanned,
			done,
			truncated: count > limit,
			...(problem !== undefined && {problem}),
		};
		parentPort!.postMessage(report, [report.addresses.buffer, report.lengths.buffer]);
		addresses = [];
		lengths = [];
		problem = undefined;
		due = performance.now() + interval;
	};

	const listener = {
		found(address: bigint, length: number) {
			if (!(++count <= limit)) {
				return;
			}

			addresses.push(address);
			lengths.push(length);
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
			if (control.isCancelled || count > limit) {
				break;
			}

			const isFirst = count > 0 && count === addresses.length;
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
