import {attempt} from '../../archive/attempt.js';
import {ImageDirectory} from '../../criu/image-directory.js';
import {pageFlags} from '../../criu/pagemap.js';
import {openLayer} from '../../memory/image-layer.js';
import {compose, listed} from '../compose.js';
import {missingParentText, pagesOf, pagesText} from '../dump-problems.js';
import {fileOf, type Dump} from './dump.js';
import {broken, damage, type Observation} from './finding.js';

/**
A dump that others are needed for, and that are not there, or lack pages that this one counts on.

@yields what it finds
*/
export function * parents(dump: Dump): Generator<Observation> {
	const {images, outside, memory: {pagemaps}} = dump;
	const inherited = pagemaps.filter(({parent}) => parent > 0);
	const found = attempt(() => images.parent);
	if (found.state === 'failed') {
		yield damage(found.error, outside);
		return;
	}

	if (inherited.length === 0 || found.state !== 'ready') {
		return;
	}

	const parent = found.value;
	if (!(parent instanceof ImageDirectory)) {
		yield broken(fileOf(dump, 'parent'), missingParentText(images, parent, pagesOf(inherited, 'parent')));
		return;
	}

	for (const {name, parent: pages} of inherited) {
		yield * parent.has(name) ? holesOf(dump, name) : [broken(fileOf(dump, name), `${pagesText(pages)} said to be in the parent, which has no image of that name`)];
	}
}

/**
Pages that a pagemap has marked as in the parent, and no parent has: where CRIU gives up with `Missing … in parent pagemap`.

@yields what it finds
*/
function * holesOf(dump: Dump, name: string): Generator<Observation> {
	const {images, pagemaps, memory: {pageSize}} = dump;
	const {length, vaddr, pages, flags} = pagemaps.get(name)!;
	const layer = openLayer(images, name, pagemaps.get(name)!, {pageSize, narrow: false});
	const starts: number[] = [];
	let lost = 0;
	for (let index = 0; index < length; index++) {
		if ((flags[index]! & pageFlags.parent) === 0) {
			continue;
		}

		for (const {start, end, presence} of layer.stretches(vaddr[index]!, vaddr[index]! + pages[index]! * pageSize)) {
			// What else may be wrong with the parent is told of it.
			if (presence === 'damaged') {
				starts.push(start);
				lost += (end - start) / pageSize;
			}
		}
	}

	if (lost > 0) {
		yield broken(fileOf(dump, name), compose(`${pagesText(lost)} said to be in the parent, which does not have them: at `, listed(starts.map(start => `0x${start.toString(16)}`))));
	}
}
