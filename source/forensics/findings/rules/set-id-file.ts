import {compose} from '../../../checkpoint/compose.js';
import type {FileRule} from '../rule.js';

const userBit = 0o4000;
const groupBits = 0o2010;

/** Files that run with the rights of their owner. */
export const fileWithSetId: FileRule = {
	name: 'set-id-file',
	looksFor: 'set-user-id and set-group-id files that the container wrote',
	* inFiles(files) {
		for (const file of files) {
			const {kind, member} = file;
			if (member === undefined || (kind !== 'file' && kind !== 'hard-link')) {
				continue;
			}

			// Without the right to run it, the bit of the group meant mandatory locks.
			const [isUser, isGroup] = [(member.mode & userBit) !== 0, (member.mode & groupBits) === groupBits];
			if (isUser || isGroup) {
				yield {severity: 'danger', evidence: compose(file.path, isUser ? `, runs as user ${member.uid}` : `, runs as group ${member.gid}`), why: 'Whoever runs it gets the rights of its owner: a way back in that needs no password.', file};
			}
		}
	},
};
