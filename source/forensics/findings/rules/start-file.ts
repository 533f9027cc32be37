import {compose} from '../../../checkpoint/compose.js';
import type {SavedFile} from '../../../checkpoint/saved-files/saved-file.js';
import {attempt} from '../../../archive/attempt.js';
import {lineText, savedLines} from '../saved-text.js';
import type {FileRule} from '../rule.js';

const cron = /^\/(?:etc\/(?:ana)?crontab|etc\/cron\.(?:d|hourly|daily|weekly|monthly)\/.+|var\/spool\/(?:cron\/.+|at\/.+|anacron\/.+))$/v;
const unit = /^\/(?:etc|run|usr\/lib|lib|usr\/local\/lib)\/systemd\/(?:system|user)\/.+\.(?:service|timer|socket|path)$|\/\.config\/systemd\/user\/.+\.(?:service|timer|socket|path)$/v;
const script = /^\/etc\/(?:rc\.local|init\.d\/.+|rc[0-6S]\.d\/.+)$/v;

/** What is run by itself, at a time or at the start. */
export const startFile: FileRule = {
	name: 'start-file',
	looksFor: 'cron tables, systemd units and start scripts that the container wrote',
	* inFiles(files) {
		for (const file of files) {
			const key = file.path.toKey();
			if (file.kind === 'directory') {
				continue;
			}

			if (cron.test(key)) {
				yield {severity: 'danger', evidence: withCommand(file), why: 'Cron runs it again and again, also after the container was cleaned up.', file};
			} else if (unit.test(key) || script.test(key)) {
				yield {severity: 'notice', evidence: file.path, why: 'It is run when the system starts, and came after the image; packages that are added bring such files too.', file};
			}
		}
	},
};

/** With its first line that is no comment and no setting. */
function withCommand(file: SavedFile) {
	const lines = attempt(() => savedLines(file));
	const line = lines.state === 'ready' ? lines.value.find(text => text.trim() !== '' && !/^\s*(?:#|\w+\s*=)/v.test(text)) : undefined;
	return line === undefined ? file.path : compose(file.path, ': ', lineText(line));
}
