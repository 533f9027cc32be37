import {Untrusted} from '../../source/text/untrusted.js';
import {ChangedCheckpoint} from './changed-checkpoint.js';
import {editMessages} from './edit-image.js';

/** A copy of a checkpoint in which a file that is open or mapped has another path; returns its folder. */
export function renamedFile(name: string, from: string, to: string): string {
	const changed = new ChangedCheckpoint(name);
	editMessages(changed.image('files.img'), 'file_entry', ({reg}) => {
		if (reg?.name.equals(from)) {
			reg.name = Untrusted.from(to);
		}
	});
	return changed.folder;
}
