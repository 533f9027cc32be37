import fs from 'node:fs';
import path from 'node:path';
import type {EntryOf} from '../../source/criu/image.js';
import {changeEntries} from './changed-image.js';
import {temporaryFolder, unpack} from './fixtures.js';

/** The first of the mappings that `fragmented` adds; each is one page, with a page between two of them. */
export const firstFragment = 0x10_0000_0000n;

export const fragmentStep = 0x2000n;

// VMA_ANON_PRIVATE
const anonymous = 1 << 9;

/** A copy of a shipped checkpoint whose first process has so many more mappings, each of one page with an entry of its own; the pages are holes of the pages file. Returns its folder. */
export function fragmented(count: number): string {
	const folder = path.join(temporaryFolder(), 'fragmented');
	fs.cpSync(unpack('podman-small'), folder, {recursive: true, verbatimSymlinks: true});
	const images = path.join(folder, 'checkpoint');
	const starts = Array.from({length: count}, (_, index) => firstFragment + BigInt(index) * fragmentStep);
	changeEntries(path.join(images, 'mm-1.img'), ([first]) => {
		const {message, ...entry} = first as EntryOf<'mm_entry'>;
		const model = message.vmas.find(({status}) => (status & anonymous) !== 0)!;
		const vmas = starts.map((start, index) => ({...model, start, end: start + 0x1000n, prot: index % 8}));
		return [{...entry, message: {...message, vmas: [...vmas, ...message.vmas]}}];
	});
	let pagesId = 0;
	changeEntries(path.join(images, 'pagemap-1.img'), ([head, ...entries]) => {
		pagesId = (head as EntryOf<'pagemap_head'>).message.pages_id;
		const {message, ...entry} = entries[0] as EntryOf<'pagemap_entry'>;
		const fragments = starts.map(vaddr => ({...entry, message: {...message, vaddr, compat_nr_pages: 1, nr_pages: 1n}}));
		return [head!, ...fragments, ...entries];
	});
	const file = path.join(images, `pages-${pagesId}.img`);
	const pages = fs.readFileSync(file);
	fs.truncateSync(file, 0);
	const descriptor = fs.openSync(file, 'r+');
	fs.writeSync(descriptor, pages, 0, pages.length, count * 0x1000);
	fs.closeSync(descriptor);
	return folder;
}
