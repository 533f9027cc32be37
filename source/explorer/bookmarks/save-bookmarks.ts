import fs from 'node:fs';
import {InputError} from '../../archive/byte-source.js';
import {systemComplaint} from '../../archive/open-file.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Untrusted} from '../../text/untrusted.js';
import {counted} from '../../checkpoint/compose.js';
import {checkpointFileOf} from '../../writing/checkpoint-file.js';
import {writeBookmarks} from '../../writing/bookmarks/bookmarks-file.js';
import type {Services} from '../pane.js';
import {offeredName} from '../writing/offered-name.js';
import {Bookmarks} from './bookmarks.js';

/** Asks for the name of a file, and writes the bookmarks to it. Nothing is written over but what they were read from, or written to before. */
export function askToSave(checkpoint: Checkpoint, services: Services): void {
	const bookmarks = Bookmarks.of(services.memory);
	services.ask({
		prompt: 'save bookmarks to ',
		text: bookmarks.lastFile ?? `${offeredName(checkpoint, 'bookmarks')}.json`,
		submit(text) {
			if (text !== '') {
				void save(text, checkpoint, services);
			}
		},
	});
}

async function save(file: string, checkpoint: Checkpoint, services: Services): Promise<void> {
	const bookmarks = Bookmarks.of(services.memory);
	const {all} = bookmarks;
	const isTheirs = bookmarks.isTheirs(file) && fs.existsSync(file);
	try {
		// A link to it stays one.
		const target = {output: isTheirs ? fs.realpathSync(file) : file, evidence: checkpoint.archive.path};
		await writeBookmarks(isTheirs ? {...target, replaces: true} : target, {checkpoint: checkpointFileOf(checkpoint), bookmarks: all});
		bookmarks.saved(file, all);
		services.say(`wrote ${counted(all.length, 'bookmark')} to ${Untrusted.from(file)}`);
	} catch (error) {
		const complaint = error instanceof InputError ? error : systemComplaint(Untrusted.from(file).toString(), error);
		services.say(complaint.message, 'danger');
	}
}
