import fs from 'node:fs';
import path from 'node:path';
import {InputError, type ByteSource} from '../../archive/byte-source.js';
import {systemComplaint} from '../../archive/open-file.js';
import {writeWhole} from '../../archive/whole-file.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Breath} from '../../forensics/breath.js';
import {digestOf} from '../../forensics/digest.js';
import {Untrusted} from '../../text/untrusted.js';
import {formatCount} from '../../views/format.js';
import {Problems} from '../../views/problems.js';
import type {Run} from '../command.js';
import {withCheckpoint} from '../open.js';
import {percentText, progressLine} from '../progress-line.js';
import {complain, print, type Terminal} from '../terminal.js';
import type {reportOptions} from './command.js';
import {htmlReport} from './html.js';
import {markdownReport} from './markdown.js';
import type {Section} from './report-model.js';
import {sectionsOf} from './sections.js';

// Notes that somebody typed are smaller.
const largestNotes = 1 << 20;

/** Writes a report of a checkpoint to a file or to standard output. */
export const run: Run<typeof reportOptions> = async ({operands, options: {output, format, notes, force}, terminal}) => {
	const [file] = operands as [string];
	const notesSection = notes === undefined ? [] : [{title: 'Notes', notes: [], text: readNotes(notes)}];
	const isHtml = format === 'html' || (format === 'auto' && output?.endsWith('.html') === true);
	return withCheckpoint(file, terminal, async checkpoint => {
		const problems = new Problems();
		const evidence = await evidenceSection(checkpoint, terminal);
		const sections: Section[] = [...notesSection, evidence, ...await sectionsOf(checkpoint, problems, terminal)];
		const title = `Checkpoint ${nameOf(checkpoint)}`;
		const text = isHtml ? htmlReport(title, sections) : markdownReport(title, sections);
		if (output === undefined) {
			await print(terminal.output, text);
		} else {
			await writeWhole({output, evidence: file, replaces: force}, async temporary => {
				writeText(temporary, text);
			});
			await print(terminal.output, [`Wrote ${Untrusted.from(output).toString()}\n`]);
		}

		for (const message of problems.messages) {
			complain(terminal, message);
		}

		return problems.messages.length === 0 ? 0 : 1;
	});
};

function writeText(file: string, pieces: Iterable<string>): void {
	const fd = fs.openSync(file, 'wx', 0o600);
	try {
		for (const piece of pieces) {
			fs.writeFileSync(fd, piece);
		}
	} finally {
		fs.closeSync(fd);
	}
}

function nameOf({archive}: Checkpoint): string {
	return Untrusted.from(path.basename(path.resolve(archive.path))).toString();
}

function readNotes(file: string): string[] {
	const name = Untrusted.from(file).toString();
	try {
		if (fs.statSync(file).size > largestNotes) {
			throw new InputError(name, 'too large for notes');
		}

		return fs.readFileSync(file, 'utf8').trimEnd().split(/\r?\n/v).map(line => Untrusted.from(line.replaceAll('\t', ' '.repeat(4))).toString());
	} catch (error) {
		throw error instanceof InputError ? error : systemComplaint(name, error);
	}
}

/** What was looked at, so that whoever has it can tell that it is the same. */
async function evidenceSection(checkpoint: Checkpoint, terminal: Terminal): Promise<Section> {
	const {archive} = checkpoint;
	const rows: string[][] = [['File', nameOf(checkpoint)]];
	const notes: string[] = [];
	if (archive.tar === undefined) {
		notes.push('It is a folder, which has no hash of its own.');
	} else {
		rows.push(['Size', `${formatCount(archive.tar.stored.size)} bytes`], ['SHA-256', await hashOf(archive.tar.stored, nameOf(checkpoint), terminal)]);
		if (archive.compression !== 'none') {
			rows.push(['Compression', archive.compression]);
		}
	}

	return {title: 'Evidence', table: {headings: ['What', 'Value'], rows, length: rows.length}, notes};
}

async function hashOf(source: ByteSource, name: string, terminal: Terminal): Promise<string> {
	const line = progressLine(terminal);
	const breath = new Breath();
	const steps = digestOf(source, name);
	let done = 0;
	let step = steps.next();
	for (; !step.done; step = steps.next()) {
		done += step.value;
		if (breath.isDue) {
			line.show(`hashing ${percentText(done, source.size)}`);
			await breath.take();
		}
	}

	line.clear();
	return step.value;
}
