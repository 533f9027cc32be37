import type {ByteSource} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Breath} from '../../forensics/breath.js';
import {digestOf} from '../../forensics/digest.js';
import {withCharset} from '../../text/printable.js';
import {formatCount} from '../../views/format.js';
import type {ShowStep} from '../../views/step.js';
import {checkpointFileOf} from '../checkpoint-file.js';
import type {Section} from './report-model.js';
import type {SectionOptions} from './sections.js';

/** What was looked at, so that whoever has it can tell that it is the same. */
export async function evidenceSection(checkpoint: Checkpoint, {show, charset}: Pick<SectionOptions, 'show' | 'charset'>): Promise<Section> {
	const {archive} = checkpoint;
	const name = withCharset(charset, () => checkpointFileOf(checkpoint).name.toString());
	const rows: string[][] = [['File', name]];
	const notes: string[] = [];
	if (archive.tar === undefined) {
		notes.push('It is a folder, which has no hash of its own.');
	} else {
		rows.push(['Size', `${formatCount(archive.tar.stored.size)} bytes`], ['SHA-256', await hashOf(archive.tar.stored, name, show)]);
		if (archive.compression !== 'none') {
			rows.push(['Compression', archive.compression]);
		}
	}

	return {title: 'Evidence', table: {headings: ['What', 'Value'], rows, length: rows.length}, notes};
}

async function hashOf(source: ByteSource, name: string, show: ShowStep): Promise<string> {
	const breath = new Breath();
	const steps = digestOf(source, name);
	let done = 0;
	let step = steps.next();
	for (; !step.done; step = steps.next()) {
		done += step.value;
		if (breath.isDue) {
			show({doing: 'hashing', done, total: source.size});
			await breath.take();
		}
	}

	return step.value;
}
