import fs from 'node:fs';
import type {Matcher} from './matcher.js';
import {hole, inline, segmentLength, stretchAt, type Plan} from './plan.js';
import {scan, windowBuffer, type Text} from './scan.js';

export type PlanListener = {
	/** A match, in scan order. */
	found(address: bigint, length: number): void;
	/** Memory from `address` on can't be read; one line for the person. */
	unreadable(address: bigint, reason: string): void;
};

/** A part of a segment: starts in `[from, to)`. */
type Leg = {readonly segment: number; readonly from: number; readonly to: number};

/**
Searches everything a plan has, from the address `from` on to the end and then from the start up to `from`. A match that starts before `from` and would overlap one already found at or after it is left out.

@yields before each window the address where it begins, and how many bytes were passed since
*/
export function * scanPlan(plan: Plan, matcher: Matcher, from: bigint, listener: PlanListener): Generator<{address: bigint; bytes: number}> {
	const buffer = windowBuffer(matcher);
	const legs = planLegs(plan, from);
	// In the segment that `from` divides: where the first match after it starts.
	const taken = {start: Infinity};
	for (const [index, leg] of legs.entries()) {
		const isLater = index === legs.length - 1 && legs.length > plan.starts.length;
		const start = plan.starts[leg.segment]!;
		const found = (position: number, length: number) => {
			if (index === 0) {
				taken.start = Math.min(taken.start, position);
			}

			if (!isLater || position + length <= taken.start) {
				listener.found(start + BigInt(position), length);
			}
		};

		for (const {position, bytes} of scanLeg(plan, leg, matcher, buffer, found, listener)) {
			yield {address: start + BigInt(position), bytes};
		}
	}
}

function planLegs(plan: Plan, from: bigint): Leg[] {
	const whole = Array.from(plan.starts, (_, segment): Leg => ({segment, from: 0, to: segmentLength(plan, segment)}));
	const first = whole.findIndex(leg => plan.starts[leg.segment]! + BigInt(leg.to) > from);
	if (first === -1) {
		return whole;
	}

	const leg = whole[first]!;
	const inside = Number(from - plan.starts[leg.segment]!);
	return inside > 0
		? [{...leg, from: inside}, ...whole.slice(first + 1), ...whole.slice(0, first), {...leg, to: inside}]
		: [...whole.slice(first), ...whole.slice(0, first)];
}

function * scanLeg(plan: Plan, leg: Leg, matcher: Matcher, buffer: Buffer, found: (position: number, length: number) => void, listener: PlanListener): Generator<{position: number; bytes: number}> {
	const end = segmentLength(plan, leg.segment);
	let reason = 'it ends early';
	const read = (target: Uint8Array, position: number) => {
		const {count, error} = readSegment(plan, leg.segment, target, position);
		reason = error ?? reason;
		return count;
	};

	let textStart = 0;
	let position = leg.from;
	yield {position, bytes: 0};
	while (position < leg.to) {
		const text: Text = {start: textStart, end, read};
		const windows = scan(text, matcher, buffer, position, leg.to, found);
		let step = windows.next();
		for (; step.done !== true; step = windows.next()) {
			position += step.value;
			yield {position, bytes: step.value};
		}

		if (step.value === end) {
			return;
		}

		// Bytes beyond those that are gone are a text of their own.
		listener.unreadable(plan.starts[leg.segment]! + BigInt(step.value), reason);
		textStart = plan.ends[stretchAt(plan, leg.segment, step.value)]!;
		const next = Math.max(position, textStart);
		yield {position: next, bytes: Math.min(next, leg.to) - position};
		position = next;
	}
}

/** Reads from a segment; stops at the first byte that can't be read, with the reason unless the file just ends. */
function readSegment(plan: Plan, segment: number, target: Uint8Array, position: number): {count: number; error?: string} {
	let stretch = stretchAt(plan, segment, position);
	let count = 0;
	while (count < target.length) {
		const start = stretch === plan.firsts[segment] ? 0 : plan.ends[stretch - 1]!;
		const inside = position + count - start;
		const part = target.subarray(count, count + plan.ends[stretch]! - start - inside);
		const offset = plan.offsets[stretch]! + inside;
		const fd = plan.fds[stretch]!;
		if (fd === hole) {
			part.fill(0);
		} else if (fd === inline) {
			part.set(plan.bytes.subarray(offset, offset + part.length));
		} else {
			try {
				const read = readFully(fd, part, offset);
				if (read < part.length) {
					return {count: count + read};
				}
			} catch (error) {
				return {count, error: (error as NodeJS.ErrnoException).code ?? String(error)};
			}
		}

		count += part.length;
		stretch++;
	}

	return {count};
}

function readFully(fd: number, target: Uint8Array, offset: number): number {
	let count = 0;
	while (count < target.length) {
		const read = fs.readSync(fd, target, count, target.length - count, offset + count);
		if (read === 0) {
			break;
		}

		count += read;
	}

	return count;
}
