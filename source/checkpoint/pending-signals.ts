import type {ByteOrder} from '../criu/cursor.js';
import type {signal_queue_entry} from '../criu/schema/messages.js';
import {signalName} from './signals.js';

/** Names of the signals that were sent and not delivered yet, in order: each entry is a siginfo_t, which begins with the signal's number. */
export function pendingSignals(queue: signal_queue_entry | undefined, order: ByteOrder, machine: number): string[] {
	return (queue?.signals ?? []).filter(({siginfo}) => siginfo.length >= 4).map(({siginfo}) => {
		const view = new DataView(siginfo.buffer, siginfo.byteOffset, siginfo.length);
		return signalName(view.getInt32(0, order === 'little'), machine);
	});
}
