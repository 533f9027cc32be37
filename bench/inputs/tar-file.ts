import fs from 'node:fs';
import type {Member} from '../../source/archive/archive.js';
import {memberHeaders} from '../../source/archive/pack-tar.js';
import {blockSize} from '../../source/archive/tar-header.js';
import {roundUp} from '../../source/archive/tar-sparse.js';

/** Bytes, or how many there are that a file need not store: a hole. */
export type Content = Iterable<Uint8Array | number>;

/** A plain tar that is written member by member. */
export class TarFile {
	readonly #fd: number;
	#size = 0;

	constructor(file: string) {
		this.#fd = fs.openSync(file, 'wx', 0o600);
	}

	#append(content: Content): void {
		for (const piece of content) {
			if (typeof piece === 'number') {
				this.#size += piece;
				continue;
			}

			for (let done = 0; done < piece.length;) {
				const count = fs.writeSync(this.#fd, piece, done, piece.length - done, this.#size);
				done += count;
				this.#size += count;
			}
		}
	}

	/** Adds a member; `content` has as many bytes as it says. */
	add(member: Member, content: Content): void {
		this.#append(memberHeaders(member));
		this.#append(content);
		this.#append([new Uint8Array(roundUp(member.size) - member.size)]);
	}

	end(): void {
		this.#append([new Uint8Array(2 * blockSize)]);
		fs.closeSync(this.#fd);
	}
}
