import path from 'node:path';
import {writeWhole, type Target} from '../../archive/whole-file.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Breath} from '../../forensics/breath.js';
import {extractTo, type Extractable} from '../../forensics/extract/extract.js';
import {Extraction} from '../../forensics/extract/extraction.js';
import type {Presence} from '../../memory/presence.js';
import type {Untrusted} from '../../text/untrusted.js';
import {formatBytes} from '../../views/format.js';
import type {ShowStep} from '../../views/step.js';
import {ManifestFile, manifestName} from './manifest-file.js';

/** What was extracted. */
export type ExtractedCount = {
	/** Files. */
	readonly written: number;
	/** In them. */
	readonly bytes: number;
	/** Of the manifest alone: links, devices, what was deleted. */
	readonly leftOut: number;
	/** Files that are not whole, and how many bytes they lack for which reason. */
	readonly incomplete: ReadonlyArray<{readonly path: Untrusted; readonly missing: ReadonlyMap<Presence, bigint>}>;
};

/**
Writes things of a checkpoint to a new folder, with a manifest of them all. The folder is not there before it is whole. What `show` throws gives it up.

@throws {InputError} when they can't be read or written, or the name is not free
*/
export async function extractAll(checkpoint: Checkpoint, target: Omit<Target, 'replaces'>, items: Iterable<Extractable>, show: ShowStep): Promise<ExtractedCount> {
	return writeWhole(target, async folder => extractInto(folder, items, checkpoint, show));
}

async function extractInto(folder: string, items: Iterable<Extractable>, checkpoint: Checkpoint, show: ShowStep): Promise<ExtractedCount> {
	const extraction = new Extraction(folder);
	const manifest = new ManifestFile(path.join(folder, manifestName), checkpoint);
	const incomplete: Array<ExtractedCount['incomplete'][number]> = [];
	const count = {written: 0, bytes: 0, leftOut: 0, incomplete};
	const breath = new Breath();
	const pause = async () => {
		if (!breath.isDue) {
			return;
		}

		show({doing: `extracted ${filesText(count)}`});
		await breath.take();
	};

	try {
		for (const item of items) {
			const steps = extractTo(extraction, item);
			let step = steps.next();
			for (; !step.done; step = steps.next()) {
				count.bytes += step.value;
				await pause();
			}

			// There may be a million without a byte.
			await pause();

			const extracted = step.value;
			manifest.add(extracted);
			if ('leftOut' in extracted) {
				count.leftOut += extracted.file?.kind === 'directory' ? 0 : 1;
			} else {
				count.written++;
				if (extracted.missing.size > 0) {
					incomplete.push({path: extracted.path, missing: extracted.missing});
				}
			}
		}

		return count;
	} finally {
		manifest.end();
	}
}

/** `7 files with 12.3 KiB` */
export function filesText({written, bytes}: Pick<ExtractedCount, 'written' | 'bytes'>): string {
	return `${written} ${written === 1 ? 'file' : 'files'} with ${formatBytes(bytes)}`;
}
