import {attempt} from '../../archive/attempt.js';
import {BlockUnpacker} from '../../archive/block-unpacker.js';
import type {InputError, ByteSource} from '../../archive/byte-source.js';
import type {Pagemap} from '../../criu/pagemap.js';
import {pagesFileOf} from '../../memory/image-layer.js';
import {PackedPages} from '../../memory/packed-pages.js';
import {PageDamage} from '../../memory/page-damage.js';
import {storedPages} from '../../memory/pages-file.js';
import type {Checkpoint} from '../checkpoint.js';
import {dumpsIn} from './check.js';
import type {Dump} from './dump.js';
import {damage, type Finding} from './finding.js';

const pieceSize = 1 << 20;

/** What can't be decompressed of the compressed pages of a checkpoint, each read once. */
export function packedPagesFindings({images, otherImages}: Checkpoint): Finding[] {
	return dumpsIn([images, ...otherImages])
		.filter(dump => !dump.images.encrypted)
		.flatMap(dump => [...dump.pagemaps.values()].flatMap(pagemap => damagesIn(dump, pagemap)).map(error => ({check: 'content', ...damage(error, dump.outside)})));
}

function damagesIn({images, memory: {pageSize}}: Dump, pagemap: Pagemap): InputError[] {
	const {blocks} = storedPages(pagemap, pageSize);
	const name = pagesFileOf(pagemap);
	const file = images.source(name);
	const damages: InputError[] = [];
	if (blocks !== undefined && file !== undefined) {
		readAll(new PackedPages({file, blocks, pageSize, name: images.shown(name), unpacker: new BlockUnpacker(), report(error) {
			damages.push(error);
		}}));
	}

	return damages;
}

function readAll(pages: ByteSource): void {
	const piece = new Uint8Array(pieceSize);
	for (let position = 0; position < pages.available; position += pieceSize) {
		const read = attempt(() => pages.read(piece, position));
		if (read.state === 'failed' && !(read.error instanceof PageDamage)) {
			// What can't be read is told of the file.
			return;
		}
	}
}
