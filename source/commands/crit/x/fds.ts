import {fileText, pathText} from './file-text.js';
import {labelled} from './labelled.js';
import type {Subject} from './subject.js';

/**
The open files of a process, and its directories.
@yields lines
*/
export function * fds(subject: Subject): Generator<string> {
	const {process: {images}, problems} = subject;
	for (const {fd, type, id} of problems.of(() => images.openFiles) ?? []) {
		yield labelled(fd, fileText(subject, type, id));
	}

	const directories = problems.of(() => images.fs);
	const ids = directories === undefined ? [] : [['cwd', directories.cwd_id], ['root', directories.root_id]] as const;
	for (const [name, id] of ids) {
		yield labelled(name, pathText(subject, id));
	}
}
