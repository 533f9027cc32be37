import {compose} from '../../../checkpoint/compose.js';
import {lineText, savedLines} from '../saved-text.js';
import type {FileRule} from '../rule.js';

/** Accounts that are root by another name, or ask for no password: passwd(5), shadow(5). */
export const account: FileRule = {
	name: 'account',
	looksFor: 'a second user 0, and accounts without a password',
	* inFiles(files) {
		for (const file of files) {
			const key = file.path.toKey();
			const isPasswd = key === '/etc/passwd';
			if (!isPasswd && key !== '/etc/shadow') {
				continue;
			}

			for (const line of savedLines(file)) {
				const [name = '', password, user] = line.split(':', 3);
				if (isPasswd && user !== undefined && name !== 'root' && /^0+$/v.test(user)) {
					yield {severity: 'danger', evidence: compose(file.path, ': ', lineText(line)), why: 'Whoever logs in by this name is root.', file};
				} else if (name !== '' && password === '') {
					yield {severity: 'danger', evidence: compose(file.path, ': ', lineText(line)), why: 'Whoever knows the name logs in without a password.', file};
				}
			}
		}
	},
};
