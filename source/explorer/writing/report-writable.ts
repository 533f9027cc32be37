import {PendingError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Untrusted} from '../../text/untrusted.js';
import {checkpointFileOf} from '../../writing/checkpoint-file.js';
import {Bookmarks} from '../bookmarks/bookmarks.js';
import type {AskedViews, Services} from '../pane.js';
import {offeredName} from './offered-name.js';
import {problemsField, problemsText} from './problems-text.js';
import type {Writable} from './writable.js';

/** The report, by these views, with the bookmarks that there are when it is written. */
export function reportWritable(checkpoint: Checkpoint, views: AskedViews, {memory}: Pick<Services, 'memory'>): Writable {
	return {
		label: 'report',
		note: '.html or .md',
		name: `${offeredName(checkpoint, 'report')}.html`,
		async write(target, show) {
			if (!checkpoint.archive.complete) {
				throw new PendingError('The checkpoint');
			}

			const bookmarks = Bookmarks.of(memory).all;
			const {formatFor, makeReport, writeReport} = await import('../../writing/report/report.js');
			const {text, problems} = await makeReport(checkpoint, {
				format: formatFor(target.output), charset: 'unicode', hasSecrets: false, ...views,
				...bookmarks.length > 0 && {bookmarks: {checkpoint: checkpointFileOf(checkpoint), bookmarks}},
				show,
			});
			await writeReport(target, text, show);
			return {
				text: ['the report to', String(Untrusted.from(target.output)), ...problemsText(problems)].join(' '),
				isIncomplete: problems.length > 0,
				fields: problemsField(problems),
			};
		},
	};
}
