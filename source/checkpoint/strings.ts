import {PendingError} from '../archive/byte-source.js';
import type {ByteOrder} from '../criu/cursor.js';
import type {Mm} from '../criu/vmas.js';
import type {AddressSpace} from '../memory/memory.js';
import {hasContent, type Presence, type Run} from '../memory/presence.js';
import {Untrusted} from '../text/untrusted.js';
import type {ProcessStrings} from './model.js';

// The kernel gives arguments and environment together at most 6 MiB (three quarters of 8 MiB); what claims to be larger is damage.
const maxLength = 8 * 1024 * 1024;

// More than the 2 MiB that a stack of the usual 8 MiB gives to strings and their pointers can hold.
const maxStrings = 256 * 1024;

const maxComplaints = 4;

const reasons: Partial<Record<Presence, string>> = {
	file: 'is in the mapped file, not in the dump',
	'never-dumped': 'is in a mapping that is never dumped',
	'parent-missing': 'is in a parent image that is not here',
	lazy: 'was left on the source host',
	truncated: 'is in a part of the pages file that is cut off',
	encoded: 'is encrypted, or stored in a newer form',
	unmapped: 'is not mapped',
};

/** A stretch of memory as it is in the dump. */
type Area = {
	readonly start: bigint;
	readonly bytes: Uint8Array;
	/** Where bytes are not known, as offsets into `bytes`. */
	readonly gaps: ReadonlyArray<readonly [start: number, end: number]>;
	readonly missing: string | undefined;
};

type Bounds = {readonly argStart: bigint; readonly argEnd: bigint; readonly envStart: bigint; readonly envEnd: bigint};

/**
The arguments and the environment of a process, as `/proc/PID/cmdline` and `/proc/PID/environ` show them (fs/proc/base.c). `order` is the dumping machine's.

@throws {PendingError}
*/
export function readStrings(memory: AddressSpace, mm: Mm, order: ByteOrder): {readonly argv: ProcessStrings; readonly environ: ProcessStrings} {
	const bounds = {argStart: mm.mm_arg_start, argEnd: mm.mm_arg_end, envStart: mm.mm_env_start, envEnd: mm.mm_env_end};
	const environment = readArea(memory, bounds.envStart, bounds.envEnd);
	const title = readTitle(memory, bounds);
	if (title !== undefined) {
		// A title that goes on past the arguments went over the environment that follows them.
		const intoEnvironment = title.start + BigInt(title.bytes.length) > bounds.argEnd;
		return {argv: {...split(title), overwritten: true}, environ: {...split(environment), overwritten: intoEnvironment || isDestroyed(environment)}};
	}

	const argv = split(readArea(memory, bounds.argStart, bounds.argEnd));
	const count = argumentCount(memory, mm, order);
	return {
		argv: {...argv, overwritten: argv.missing === undefined && count !== undefined && count !== argv.strings.length},
		environ: {...split(environment), overwritten: isDestroyed(environment)},
	};
}

/** The title that the program wrote over its arguments, up to its NUL; undefined when it did not. */
function readTitle(memory: AddressSpace, {argStart, argEnd, envStart, envEnd}: Bounds): Area | undefined {
	if (argStart >= argEnd) {
		return undefined;
	}

	const last = readArea(memory, argEnd - 1n, argEnd);
	if (last.missing !== undefined || last.bytes[0] === 0) {
		return undefined;
	}

	const limit = envStart !== argEnd || envEnd < envStart ? argEnd : envEnd;
	const page = BigInt(memory.pageSize);
	const area = readArea(memory, argStart, limit - argStart > page ? argStart + page : limit);
	const end = area.bytes.indexOf(0);
	return end === -1 ? area : {...area, bytes: area.bytes.subarray(0, end + 1)};
}

// What execve makes of an environment ends in a NUL and is not all NULs.
function isDestroyed({bytes, missing}: Area): boolean {
	return missing === undefined && bytes.length > 0 && (bytes.at(-1) !== 0 || bytes.every(byte => byte === 0));
}

/** The number of arguments that the process was started with, which the kernel put at the start of its stack. */
function argumentCount(memory: AddressSpace, {mm_start_stack: start}: Mm, order: ByteOrder): number | undefined {
	const {bytes, missing} = readArea(memory, start, start + BigInt(memory.wordSize));
	if (missing !== undefined) {
		return undefined;
	}

	const view = new DataView(bytes.buffer);
	const little = order === 'little';
	return memory.wordSize === 4 ? view.getUint32(0, little) : Number(view.getBigUint64(0, little));
}

function readArea(memory: AddressSpace, start: bigint, end: bigint): Area {
	if (end <= start) {
		return {start, bytes: new Uint8Array(0), gaps: [], missing: undefined};
	}

	const length = end - start > BigInt(maxLength) ? maxLength : Number(end - start);
	const bytes = new Uint8Array(length);
	const unknown = memory.read(start, bytes).filter(run => !isKnown(run));
	if (unknown.some(({presence}) => presence === 'pending')) {
		throw new PendingError('The memory of the process');
	}

	const gaps = unknown.map(run => [Number(run.start - start), Number(run.end - start)] as const);
	const complaints = unknown.map(run => `${hex(run.start)}-${hex(run.end)} ${reasons[run.presence] ?? 'is lost'}`);
	if (BigInt(length) < end - start) {
		complaints.push(`${hex(start + BigInt(length))}-${hex(end)} not read: the area is too large to be true`);
	}

	return {start, bytes, gaps, missing: inWords(complaints)};
}

/** In the order of the addresses. Pages of a hostile area may be missing one by one. */
function inWords(complaints: readonly string[]): string | undefined {
	const rest = complaints.length - maxComplaints;
	return complaints.length === 0 ? undefined : [...complaints.slice(0, maxComplaints), ...(rest > 0 ? [`and ${rest} more such stretches`] : [])].join('; ');
}

function isKnown({presence}: Run): boolean {
	return hasContent(presence) || presence === 'zero';
}

// A gap ends a string as a NUL does, so that no string is made of what does not belong together.
function split({start, bytes, gaps, missing}: Area): Omit<ProcessStrings, 'overwritten'> {
	const strings: Untrusted[] = [];
	const addresses: bigint[] = [];
	let position = 0;
	for (const [gapStart, gapEnd] of [...gaps, [bytes.length, bytes.length] as const]) {
		while (position < gapStart) {
			if (strings.length === maxStrings) {
				const unsplit = `${hex(start + BigInt(position))}-${hex(start + BigInt(bytes.length))} not shown: more than ${maxStrings} strings`;
				return {strings, addresses, missing: missing === undefined ? unsplit : `${missing}; ${unsplit}`};
			}

			const end = bytes.subarray(0, gapStart).indexOf(0, position);
			strings.push(new Untrusted(bytes.subarray(position, end === -1 ? gapStart : end)));
			addresses.push(start + BigInt(position));
			position = end === -1 ? gapStart : end + 1;
		}

		position = gapEnd;
	}

	return {strings, addresses, ...(missing !== undefined && {missing})};
}

function hex(address: bigint): string {
	return `0x${address.toString(16)}`;
}
