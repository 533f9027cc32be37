import type {rlimit_entry} from '../criu/schema/messages.js';
import {machines} from './registers.js';

const common = ['cpu', 'fsize', 'data', 'stack', 'core', 'rss', 'nproc', 'nofile', 'memlock', 'as', 'locks', 'sigpending', 'msgqueue', 'nice', 'rtprio', 'rttime'];

// arch/mips/include/uapi/asm/resource.h
const mips = common.with(5, 'nofile').with(6, 'as').with(7, 'rss').with(8, 'nproc').with(9, 'memlock');

const infinity = 0xff_ff_ff_ff_ff_ff_ff_ffn;

/** The resource limits in words, by the names of getrlimit(2) in small letters. */
export function limitTexts(limits: readonly rlimit_entry[], machine: number): Array<{name: string; value: string}> {
	const names = machine === machines.mips ? mips : common;
	return limits.map(({cur, max}, index) => ({
		name: names[index] ?? String(index),
		value: cur === max ? amount(cur) : `${amount(cur)} (hard ${amount(max)})`,
	}));
}

function amount(value: bigint): string {
	return value === infinity ? 'unlimited' : String(value);
}
