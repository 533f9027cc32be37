import {attempt} from '../archive/attempt.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {core_entry} from '../criu/schema/messages.js';
import {Untrusted} from '../text/untrusted.js';
import {credentialsOf} from './credentials.js';
import type {Thread} from './model.js';
import {registersOf} from './registers.js';
import {required} from './required.js';

/**
One thread of the process `pid`, from the thread's own core. A core that is missing or damaged costs only this thread.

@throws {PendingError}
*/
export function readThread(images: ImageDirectory, tid: number, pid: number, leader: core_entry | undefined): Thread {
	const result = attempt(() => tid === pid && leader !== undefined ? leader : required(images, `core-${tid}.img`, 'core_entry'));
	if (result.state === 'pending') {
		throw result.error;
	}

	if (result.state === 'failed') {
		return {tid, name: Untrusted.empty, leader: tid === pid, registers: [], seccomp: 'unknown', problem: result.error};
	}

	const core = result.value;
	const own = core.thread_core;
	return {
		tid,
		name: own?.comm ?? core.tc?.comm ?? Untrusted.empty,
		leader: tid === pid,
		...registersOf(core),
		seccomp: seccompMode(core, leader),
		...(own?.creds !== undefined && {credentials: credentialsOf(own.creds)}),
	};
}

/** The seccomp mode of a thread. Where a leader has one, CRIU 4.2 writes nothing about its other threads, so theirs is unknown. */
export function seccompMode(core: core_entry, leader: core_entry | undefined = core): Thread['seccomp'] {
	const mode = core.thread_core?.seccomp_mode ?? core.tc?.old_seccomp_mode;
	if (mode !== undefined) {
		return (['disabled', 'strict', 'filter'] as const)[mode] ?? 'unknown';
	}

	return core === leader || (leader !== undefined && seccompMode(leader) === 'disabled') ? 'disabled' : 'unknown';
}
