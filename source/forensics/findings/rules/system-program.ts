import {isRunnable} from '../saved-code.js';
import type {FileRule} from '../rule.js';

const systemFolder = /^\/(?:usr\/)?(?:bin|sbin|lib(?:32|64|x32)?)\//v;
const localFolder = /^\/usr\/local\/s?bin\//v;

/** Programs and libraries that are not those of the image. */
export const systemProgram: FileRule = {
	name: 'system-program',
	looksFor: 'programs and libraries of the system that the container wrote',
	* inFiles(files) {
		for (const file of files) {
			const key = file.path.toKey();
			const isSystem = systemFolder.test(key);
			if ((isSystem || localFolder.test(key)) && isRunnable(file)) {
				yield isSystem
					? {severity: 'danger', evidence: file.path, why: 'Programs of the system come with the image: one that was written later is a package that was added, or in the place of another.', file}
					: {severity: 'notice', evidence: file.path, why: 'It is found before a program of the system by the same name, and came after the image.', file};
			}
		}
	},
};
