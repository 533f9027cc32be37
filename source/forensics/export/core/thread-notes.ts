import {attempt} from '../../../archive/attempt.js';
import type {InputError} from '../../../archive/byte-source.js';
import type {Process} from '../../../checkpoint/process.js';
import {registersOf} from '../../../checkpoint/registers.js';
import {required} from '../../../checkpoint/required.js';
import type {core_entry, signal_queue_entry} from '../../../criu/schema/messages.js';
import {array, packed, structure, type Field} from './layout.js';
import type {CoreMachine} from './machines.js';
import {noteTypes, type Note} from './notes.js';

/** A thread, and what its image says of it. */
export type KnownThread = {readonly tid: number; readonly core: core_entry};

/**
The threads of a process, the leader first: debuggers begin with the first that they find.

@throws {PendingError}
*/
export function threadsOf({pid, threadIds, images}: Process): {readonly known: readonly KnownThread[]; readonly problems: readonly InputError[]} {
	const known: KnownThread[] = [];
	const problems: InputError[] = [];
	for (const tid of [pid, ...threadIds.filter(id => id !== pid)]) {
		const core = attempt(() => tid === pid ? images.core : required(images.directory, `core-${tid}.img`, 'core_entry'));
		if (core.state === 'pending') {
			throw core.error;
		}

		if (core.state === 'ready') {
			known.push({tid, core: core.value});
		} else {
			problems.push(core.error);
		}
	}

	return {known, problems};
}

/** The notes of a thread: what was sent to it, and its registers. Those of the process as a whole stand behind the first of the leader's. */
export function threadNotes({tid, core}: KnownThread, process: Process, machine: CoreMachine): Note[] {
	return [
		{name: 'CORE', type: noteTypes.prstatus, content: prstatus(tid, core, process, machine)},
		...signalNotes(core.thread_core?.signals_p, machine),
		...machine.notes(core),
	];
}

/** `struct elf_prstatus`. No signal ended the process, and how much time it took is in no image. */
function prstatus(tid: number, core: core_entry, {ppid = 0, pgid = 0, sid = 0}: Process, {wordSize, registers}: CoreMachine): Buffer {
	const values = new Map(registersOf(core).registers.map(({name, value}) => [name, value]));
	const head = structure({
		signal: [0, 4],
		code: [0, 4],
		errno: [0, 4],
		currentSignal: [0, 2],
		padding: [0, 2],
		pending: [pendingSet(core.thread_core?.signals_p), wordSize],
		held: [core.thread_core?.blk_sigset ?? core.tc?.blk_sigset ?? 0n, wordSize],
		pid: [tid, 4],
		ppid: [ppid, 4],
		pgid: [pgid, 4],
		sid: [sid, 4],
	});
	const times = packed(array([], wordSize, 8));
	const general = packed(registers.map((name): Field => [values.get(name) ?? 0n, wordSize]));
	// That floating-point registers are there too, as they are in every image.
	return Buffer.concat([head, times, general, packed([[1, wordSize]])]);
}

function pendingSet(queue: signal_queue_entry | undefined): bigint {
	let set = 0n;
	for (const {siginfo} of queue?.signals ?? []) {
		const signal = siginfo.length >= 4 ? Buffer.from(siginfo.buffer, siginfo.byteOffset, 4).readInt32LE() : 0;
		set |= signal >= 1 && signal <= 64 ? 1n << BigInt(signal - 1) : 0n;
	}

	return set;
}

// The first signal that waits for the thread. CRIU keeps it as 64-bit processes see it.
function signalNotes(queue: signal_queue_entry | undefined, {wordSize}: CoreMachine): Note[] {
	const [first] = queue?.signals ?? [];
	return first === undefined || wordSize === 4 ? [] : [{name: 'CORE', type: noteTypes.siginfo, content: first.siginfo}];
}
