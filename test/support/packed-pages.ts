import fs from 'node:fs';
import path from 'node:path';
import type {Entry, EntryOf} from '../../source/criu/image.js';
import type {pagemap_entry} from '../../source/criu/schema/messages.js';
import {changeEntries, changeMessages} from './changed-image.js';
import {packBlock} from './lz4-block.js';
import {copyOfFixture} from './memory.js';

const present = 4;
const aligned = 8;

/** A copy of a fixture whose pages are compressed, as `criu dump --compress` of newer versions does it; returns its folder. */
export function packedFixture(fixture: string, pagesPerBlock: number, pageSize = 4096): string {
	const folder = copyOfFixture(fixture);
	// A directory that a link leads to is listed twice.
	const files = new Set(fs.readdirSync(folder, {recursive: true, encoding: 'utf8'}).map(file => fs.realpathSync(path.join(folder, file))));
	for (const place of files) {
		const name = path.basename(place);
		if (/^pagemap-(?:shmem-)?\d+\.img$/v.test(name)) {
			packPages(place, pagesPerBlock, pageSize);
		} else if (name === 'inventory.img') {
			changeMessages(place, 'inventory_entry', inventory => ({...inventory, img_version: 3}));
		}
	}

	return folder;
}

/** Compresses the pages of one pagemap. */
export function packPages(pagemap: string, pagesPerBlock: number, pageSize = 4096): void {
	changeEntries(pagemap, entries => {
		const [head, ...rest] = entries as [EntryOf<'pagemap_head'>, ...Array<EntryOf<'pagemap_entry'>>];
		const file = path.join(path.dirname(pagemap), `pages-${head.message.pages_id}.img`);
		const pages = fs.readFileSync(file);
		const stored: Uint8Array[] = [];
		let position = 0;
		let size = 0;
		const store = (bytes: Uint8Array) => {
			stored.push(bytes);
			size += bytes.length;
		};

		const changed = rest.map(entry => {
			const {message} = entry;
			if (message.in_parent || ((message.flags ?? present) & present) === 0) {
				return entry;
			}

			const length = Number(message.nr_pages ?? message.compat_nr_pages) * pageSize;
			const content = pages.subarray(position, position + length);
			position += length;
			const blockSize = pagesPerBlock * pageSize;
			const blocks = Array.from({length: Math.ceil(length / blockSize)}, (_, index) => pack(content.subarray(index * blockSize, (index + 1) * blockSize)));
			const total = blocks.reduce((sum, block) => sum + block.length, 0);
			if (total === length) {
				store(new Uint8Array(Math.ceil(size / pageSize) * pageSize - size));
				store(content);
				return {...entry, message: {...message, flags: (message.flags ?? present) | aligned}};
			}

			for (const block of blocks) {
				store(block);
			}

			const blocksOfEntry = {block_sizes: blocks.map(block => block.length), total_payload_size: BigInt(total), pages_per_block: pagesPerBlock};
			return {...entry, message: {...message, blocks: blocksOfEntry} satisfies pagemap_entry};
		});
		fs.writeFileSync(file, Buffer.concat(stored));
		return [head, ...changed] as Entry[];
	});
}

// Zeros are not stored, and what would not become smaller by an eighth is stored as it is (criu/compression.c).
function pack(content: Uint8Array): Uint8Array {
	if (content.every(byte => byte === 0)) {
		return new Uint8Array(0);
	}

	const packed = packBlock(content);
	return packed.length < content.length * 7 / 8 ? packed : content;
}
