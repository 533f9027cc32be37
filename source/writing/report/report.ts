import fs from 'node:fs';
import {withNewFile} from '../../archive/new-file.js';
import {writeWhole, type Target} from '../../archive/whole-file.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Breath} from '../../forensics/breath.js';
import {terminalCharset, withCharset, type Charset} from '../../text/printable.js';
import {Untrusted} from '../../text/untrusted.js';
import {Problems} from '../../views/problems.js';
import type {ShowStep} from '../../views/step.js';
import type {BookmarksFile} from '../bookmarks/bookmark.js';
import {checkpointFileOf} from '../checkpoint-file.js';
import {bookmarksSection} from './bookmarks-section.js';
import {evidenceSection} from './evidence.js';
import {htmlReport} from './html.js';
import {markdownReport} from './markdown.js';
import type {Section} from './report-model.js';
import {sectionsOf, type SectionOptions} from './sections.js';

export type ReportFormat = 'markdown' | 'html';

export type ReportOptions = SectionOptions & {
	readonly format: ReportFormat;
	/** What the examiner wrote, in lines. */
	readonly notes?: readonly Untrusted[] | undefined;
	readonly bookmarks?: BookmarksFile | undefined;
};

export type Report = {
	/** In pieces, in its charset; tables are made as it is written. */
	readonly text: Iterable<string>;
	/** What could not be read, a sentence each, for the terminal. */
	readonly problems: readonly string[];
};

/** The format that the name of a file asks for. */
export function formatFor(output: string | undefined): ReportFormat {
	return output?.endsWith('.html') === true ? 'html' : 'markdown';
}

/** A report of a checkpoint of which everything is there: the same for the same checkpoint, notes and bookmarks. */
export async function makeReport(checkpoint: Checkpoint, options: ReportOptions): Promise<Report> {
	const {format, charset, notes, bookmarks} = options;
	const problems = new Problems();
	const own: Section[] = notes === undefined ? [] : [{title: 'Notes', notes: [], text: withCharset(charset, () => notes.map(String))}];
	if (bookmarks !== undefined) {
		await checkpoint.savedTrees.whenOpen();
		own.push(withCharset(charset, () => bookmarksSection(checkpoint, bookmarks)));
	}

	const sections = [...own, await evidenceSection(checkpoint, options), ...await sectionsOf(checkpoint, problems, options)];
	const title = `Checkpoint ${withCharset(charset, () => checkpointFileOf(checkpoint).name.toString())}`;
	return {
		text: piecesIn(charset, format === 'html' ? htmlReport(title, sections) : markdownReport(title, sections)),
		problems: problems.messages.map(message => terminalCharset() === charset ? message : Untrusted.from(message).toString()),
	};
}

// Whoever takes the pieces may draw on the terminal between two of them.
function * piecesIn(charset: Charset, pieces: Generator<string>): Generator<string> {
	for (let step = withCharset(charset, () => pieces.next()); !step.done; step = withCharset(charset, () => pieces.next())) {
		yield step.value;
	}
}

/**
Writes a report to a file that only its owner may read. What `show` throws gives it up.

@throws {InputError}
*/
export async function writeReport(target: Target, text: Iterable<string>, show: ShowStep): Promise<void> {
	await writeWhole(target, async temporary => withNewFile(temporary, async fd => {
		const breath = new Breath();
		for (const piece of text) {
			fs.writeFileSync(fd, piece);
			if (breath.isDue) {
				show({doing: 'putting together'});
				await breath.take();
			}
		}
	}));
}
