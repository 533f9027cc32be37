import {compose, counted} from '../../../checkpoint/compose.js';
import {savedLines} from '../saved-text.js';
import type {FileRule} from '../rule.js';

/** Keys that let somebody log in. */
export const authorizedKeys: FileRule = {
	name: 'authorized-keys',
	looksFor: 'keys for SSH that the container wrote',
	* inFiles(files) {
		for (const file of files) {
			if (!/\/authorized_keys2?$/v.test(file.path.toKey())) {
				continue;
			}

			const keys = savedLines(file).filter(line => /^[^\s#]/v.test(line)).length;
			if (keys > 0) {
				yield {severity: 'danger', evidence: compose(file.path, `: ${counted(keys, 'key')}`), why: 'Whoever has one of these keys logs in over SSH without a password.', file};
			}
		}
	},
};
