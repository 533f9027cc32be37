import {ChangedCheckpoint} from './changed-checkpoint.js';
import {editMessages} from './edit-image.js';

/** A copy of a checkpoint whose processes have these capabilities too: those below 32, and those above; returns its folder. */
export function withCapabilities(name: string, pids: readonly number[], low: number, high = 0): string {
	const changed = new ChangedCheckpoint(name);
	for (const pid of pids) {
		editMessages(changed.image(`core-${pid}.img`), 'core_entry', ({thread_core: thread}) => {
			thread!.creds!.cap_eff = [thread!.creds!.cap_eff[0]! | low, thread!.creds!.cap_eff[1]! | high];
		});
	}

	return changed.folder;
}
