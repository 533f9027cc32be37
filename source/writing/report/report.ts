import fs from 'node:fs';
import {writeWhole, type Target} from '../../archive/whole-file.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Breath} from '../../forensics/breath.js';
import {Problems} from '../../views/problems.js';
import type {BookmarksFile} from '../bookmarks/bookmark.js';
import {fileNameOf} from '../checkpoint-file.js';
import {bookmarksSection} from './bookmarks-section.js';
import {evidenceSection} from './evidence.js';
import {htmlReport} from './html.js';
import {markdownReport} from './markdown.js';
import type {Section} from './report-model.js';
import {sectionsOf, type SectionOptions} from './sections.js';

export type ReportFormat = 'markdown' | 'html';

export type ReportOptions = SectionOptions & {
	readonly format: ReportFormat;
	/** What the examiner wrote, in lines that are harmless in a terminal. */
	readonly notes?: readonly string[] | undefined;
	readonly bookmarks?: BookmarksFile | undefined;
};

export type Report = {
	/** In pieces; tables are made as it is written. */
	readonly text: Iterable<string>;
	/** What could not be read, a sentence each. */
	readonly problems: readonly string[];
};

/** The format that the name of a file asks for. */
export function formatFor(output: string | undefined): ReportFormat {
	return output?.endsWith('.html') === true ? 'html' : 'markdown';
}

/** A report of a checkpoint of which everything is there: the same for the same checkpoint, notes and bookmarks. */
export async function makeReport(checkpoint: Checkpoint, options: ReportOptions): Promise<Report> {
	const {format, notes, bookmarks} = options;
	const problems = new Problems();
	const own: Section[] = notes === undefined ? [] : [{title: 'Notes', notes: [], text: notes}];
	if (bookmarks !== undefined) {
		own.push(await bookmarksSection(checkpoint, bookmarks));
	}

	const sections = [...own, await evidenceSection(checkpoint, options.show), ...await sectionsOf(checkpoint, problems, options)];
	const title = `Checkpoint ${fileNameOf(checkpoint)}`;
	return {text: format === 'html' ? htmlReport(title, sections) : markdownReport(title, sections), problems: problems.messages};
}

/**
Writes a report to a file that only its owner may read. `onBreath` is called often; what it throws gives it up.

@throws {InputError}
*/
export async function writeReport(target: Target, text: Iterable<string>, onBreath: () => void = () => undefined): Promise<void> {
	await writeWhole(target, async temporary => {
		const breath = new Breath();
		const fd = fs.openSync(temporary, 'wx', 0o600);
		try {
			for (const piece of text) {
				fs.writeFileSync(fd, piece);
				if (breath.isDue) {
					await breath.take();
					onBreath();
				}
			}
		} finally {
			fs.closeSync(fd);
		}
	});
}
