import {compose} from '../../../checkpoint/compose.js';
import {lineText, savedLines} from '../saved-text.js';
import type {FileRule} from '../rule.js';

/** Libraries that are put in front of those of every program. */
export const preloadFile: FileRule = {
	name: 'preload-file',
	looksFor: 'a changed /etc/ld.so.preload',
	* inFiles(files) {
		for (const file of files) {
			if (file.path.toKey() === '/etc/ld.so.preload') {
				const line = savedLines(file).find(text => text.trim() !== '');
				yield {severity: 'danger', evidence: line === undefined ? file.path : compose(file.path, ': ', lineText(line)), why: 'The libraries that it names are loaded into every program that starts, before all others.', file};
			}
		}
	},
};
