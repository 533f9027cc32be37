import {pagesFileOf} from '../../memory/image-layer.js';
import {lostPages, storedPages, type StoredPages} from '../../memory/pages-file.js';
import {lossText} from '../dump-problems.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';
import {isLeftOver} from './left-over.js';

/** What the pagemaps say of a pages file. */
type Claim = {
	/** Names of the pagemaps. */
	readonly by: readonly string[];
	/** Bytes that it must have; undefined where that can't be told. */
	readonly size: number | undefined;
	/** What each says. */
	readonly stored: readonly StoredPages[];
};

/**
Pages files that are shorter or longer than the pagemaps say, missing, or of no pagemap. Nothing is read of them.

@yields what it finds
*/
export function * pagesFiles(dump: Dump): Generator<Observation> {
	const {images, memory: {pageSize}} = dump;
	const claims = claimsOf(dump);
	for (const [name, {by, size: needed, stored}] of claims) {
		const source = images.source(name);
		const size = Math.max(needed ?? 0, source?.size ?? 0);
		const there = source?.available ?? 0;
		if (source === undefined || there < size) {
			yield broken(fileOf(dump, name), lossText({there, size, lost: lostPages(stored, {there, size}, pageSize)}, source !== undefined));
		} else if (needed !== undefined && source.size > needed) {
			yield broken(fileOf(dump, name), `has ${source.size} bytes, but ${by.join(' and ')} ${by.length === 1 ? 'tells' : 'tell'} of ${needed}: nothing says where the rest belongs`);
		}
	}

	for (const name of images.names()) {
		if (/^pages-\d+\.img$/v.test(name) && !claims.has(name)) {
			yield broken(fileOf(dump, name), `no pagemap names it: nothing says what its ${images.source(name)!.size} bytes are`);
		}
	}
}

function claimsOf(dump: Dump): Map<string, Claim> {
	const {pageSize} = dump.memory;
	const byFile = Map.groupBy(dump.pagemaps, ([, pagemap]) => pagesFileOf(pagemap));
	return new Map([...byFile].map(([file, all]): [string, Claim] => {
		const own = all.filter(([name]) => !isLeftOver(dump, name));
		const counted = own.length > 0 ? own : all;
		const stored = counted.map(([, pagemap]) => storedPages(pagemap, pageSize));
		const sizes = counted.map(([, pagemap], index) => pagemap.problems.length > 0 ? undefined : stored[index]!.size);
		return [file, {by: counted.map(([name]) => name), stored, size: sizes.every(size => size !== undefined) ? sizes.reduce((sum, size) => sum + size, 0) : undefined}];
	}));
}
