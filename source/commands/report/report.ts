import fs from 'node:fs';
import {InputError} from '../../archive/byte-source.js';
import {systemComplaint} from '../../archive/open-file.js';
import {RootFolder} from '../../forensics/root-folder.js';
import {terminalCharset} from '../../text/printable.js';
import {Untrusted} from '../../text/untrusted.js';
import {findingsBy} from '../../views/findings.js';
import {changesAgainst} from '../../views/saved-files.js';
import {otherCheckpointText, readBookmarks} from '../../writing/bookmarks/bookmarks-file.js';
import {formatFor, makeReport, writeReport} from '../../writing/report/report.js';
import type {Run} from '../command.js';
import {withCheckpoint} from '../open.js';
import {withProgress} from '../progress-line.js';
import {complain, print} from '../terminal.js';
import {withYara} from '../with-yara.js';
import type {reportOptions} from './command.js';

// Notes that somebody typed are smaller.
const largestNotes = 1 << 20;

/** Writes a report of a checkpoint to a file or to standard output. */
export const run: Run<typeof reportOptions> = async ({operands, options, terminal}) => {
	const [file] = operands as [string];
	const {output, force, secrets: hasSecrets} = options;
	const notes = options.notes === undefined ? undefined : readNotes(options.notes);
	// What goes to a terminal, perhaps through a pager, has what that draws; a file has everything.
	const charset = output === undefined ? terminalCharset() : 'unicode';
	const bookmarks = options.bookmarks === undefined ? undefined : readBookmarks(options.bookmarks);
	const format = options.format === 'auto' ? formatFor(output) : options.format;
	return withYara(options.yara, async yara => withCheckpoint(file, terminal, async checkpoint => {
		const other = bookmarks && otherCheckpointText(checkpoint, bookmarks);
		if (other !== undefined) {
			complain(terminal, other);
		}

		const views = {findings: findingsBy([], yara), changes: changesAgainst(RootFolder.typed(options.rootfs))};
		const {text, problems} = await withProgress(terminal, async ({showStep}) => makeReport(checkpoint, {format, charset, notes, bookmarks, hasSecrets, ...views, show: showStep}));
		if (output === undefined) {
			await print(terminal.output, text);
		} else {
			await withProgress(terminal, async ({showStep}) => writeReport({output, evidence: file, replaces: force}, text, showStep));
			await print(terminal.output, [`Wrote ${Untrusted.from(output).toString()}\n`]);
		}

		for (const message of problems) {
			complain(terminal, message);
		}

		return problems.length === 0 ? 0 : 1;
	}));
};

function readNotes(file: string): Untrusted[] {
	const name = Untrusted.from(file).toString();
	try {
		if (fs.statSync(file).size > largestNotes) {
			throw new InputError(name, 'too large for notes');
		}

		return fs.readFileSync(file, 'utf8').trimEnd().split(/\r?\n/v).map(line => Untrusted.from(line.replaceAll('\t', ' '.repeat(4))));
	} catch (error) {
		throw error instanceof InputError ? error : systemComplaint(name, error);
	}
}
