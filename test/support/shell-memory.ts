import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import type {Process} from '../../source/checkpoint/process.js';
import type {VmaKind} from '../../source/memory/memory.js';
import type {Presence} from '../../source/memory/presence.js';
import {fixturesFolder} from './fixtures.js';
import {madeMemory, type Part} from './made-memory.js';

type Head = {readonly vmas: ReadonlyArray<{readonly start: string; readonly kind: VmaKind; readonly pages: ReadonlyArray<readonly [count: number, presence: Presence]>}>};

const pageSize = 4096;

/** The memory of a shell that ran, of `fixtures/shells`: a line of JSON that lists its mappings, and the bytes of their pages. */
export function shellMemory(name: string): Pick<Process, 'memory' | 'byteOrder'> {
	const content = zlib.zstdDecompressSync(fs.readFileSync(path.join(fixturesFolder, 'shells', `${name}.memory.zst`)));
	let position = content.indexOf('\n') + 1;
	const head = JSON.parse(content.toString('utf8', 0, position)) as Head;
	const vmas = head.vmas.map(({start, kind, pages}) => ({
		start: BigInt(start), kind,
		parts: pages.map(([count, presence]): Part => {
			const size = count * pageSize;
			if (presence !== 'dumped') {
				return {presence, size};
			}

			position += size;
			return content.subarray(position - size, position);
		}),
	}));
	return {memory: madeMemory(vmas), byteOrder: 'little'};
}
