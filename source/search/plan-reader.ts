import {ReadAhead} from './read-ahead.js';
import {readPacked} from './packed-blocks.js';
import {hole, inline, packed, stretchAt, type Plan} from './plan.js';

/** Reads from a segment; stops at the first byte that can't be read, with the reason unless the file just ends. */
export function readSegment(plan: Plan, segment: number, target: Uint8Array, position: number): {count: number; error?: string} {
	let stretch = stretchAt(plan, segment, position);
	let count = 0;
	while (count < target.length) {
		const start = stretch === plan.firsts[segment] ? 0 : plan.ends[stretch - 1]!;
		const inside = position + count - start;
		const part = target.subarray(count, count + plan.ends[stretch]! - start - inside);
		const offset = plan.offsets[stretch]! + inside;
		const fd = plan.fds[stretch]!;
		const {read, error} = readStretch(plan, fd, part, offset);
		if (read < part.length) {
			return {count: count + read, ...(error !== undefined && {error})};
		}

		count += part.length;
		stretch++;
	}

	return {count};
}

/** Where the zeros end of the hole that holds a position of a segment; the position itself when none does. */
export function holeEnd(plan: Plan, segment: number, position: number): number {
	const stretch = stretchAt(plan, segment, position);
	return plan.fds[stretch] === hole ? plan.ends[stretch]! : position;
}

function readStretch(plan: Plan, fd: number, target: Uint8Array, offset: number): {read: number; error?: string | undefined} {
	switch (fd) {
		case hole: {
			target.fill(0);
			return {read: target.length};
		}

		case inline: {
			target.set(plan.bytes.subarray(offset, offset + target.length));
			return {read: target.length};
		}

		case packed: {
			const error = readPacked(plan.blocks, target, offset);
			return {read: error === undefined ? target.length : 0, error};
		}

		default: {
			try {
				return {read: aheadOf(plan).read(fd, target, offset)};
			} catch (error) {
				return {read: 0, error: (error as NodeJS.ErrnoException).code ?? String(error)};
			}
		}
	}
}

let last: {readonly plan: Plan; readonly ahead: ReadAhead} | undefined;

// A thread takes part in one search at a time; the next may have other files under the same descriptors.
function aheadOf(plan: Plan): ReadAhead {
	if (last?.plan !== plan) {
		last = {plan, ahead: new ReadAhead()};
	}

	return last.ahead;
}
