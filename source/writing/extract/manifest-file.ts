import fs from 'node:fs';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Extracted} from '../../forensics/extract/extract.js';
import {Untrusted} from '../../text/untrusted.js';
import {jsonLine} from '../json-text.js';
import {manifestEntry} from './manifest.js';

/** What it is called in the folder. */
export const manifestName = 'manifest.json';

// A file may have no byte, and its entry is not to cost more than it does.
const blockSize = 64 * 1024;

/** Lists what was extracted, an entry a line. */
export class ManifestFile {
	readonly #fd: number;
	#separator = '\n';
	// What is not written yet.
	#block: string;

	constructor(file: string, {archive}: Checkpoint) {
		this.#fd = fs.openSync(file, 'wx', 0o600);
		this.#block = `{"checkpoint": ${jsonLine(Untrusted.from(archive.path).toString())}, "entries": [`;
	}

	// All of it: the system may take less at once.
	#flush(): void {
		fs.writeFileSync(this.#fd, this.#block);
		this.#block = '';
	}

	add(extracted: Extracted): void {
		this.#block += this.#separator + jsonLine(manifestEntry(extracted));
		this.#separator = ',\n';
		if (this.#block.length >= blockSize) {
			this.#flush();
		}
	}

	end(): void {
		try {
			this.#block += '\n]}\n';
			this.#flush();
		} finally {
			fs.closeSync(this.#fd);
		}
	}
}
