import fs from 'node:fs';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Extracted} from '../../forensics/extract/extract.js';
import {Untrusted} from '../../text/untrusted.js';
import {jsonLine} from '../json-text.js';
import {manifestEntry} from './manifest.js';

/** What it is called in the folder. */
export const manifestName = 'manifest.json';

/** Lists what was extracted, an entry a line. */
export class ManifestFile {
	readonly #fd: number;
	#separator = '\n';

	constructor(file: string, {archive}: Checkpoint) {
		this.#fd = fs.openSync(file, 'wx', 0o600);
		fs.writeSync(this.#fd, `{"checkpoint": ${jsonLine(Untrusted.from(archive.path).toString())}, "entries": [`);
	}

	add(extracted: Extracted): void {
		fs.writeSync(this.#fd, this.#separator + jsonLine(manifestEntry(extracted)));
		this.#separator = ',\n';
	}

	end(): void {
		fs.writeSync(this.#fd, '\n]}\n');
		fs.closeSync(this.#fd);
	}
}
