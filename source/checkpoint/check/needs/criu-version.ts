import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

const newest = 3;

/**
A CRIU that is newer, or older, than those in use.

@yields what it finds
*/
export function * criuVersion(dump: Dump): Generator<Observation> {
	const {inventory} = dump.images;
	if (inventory === undefined) {
		return;
	}

	if (inventory.img_version > newest) {
		yield needs(fileOf(dump, 'inventory.img'), `a CRIU that knows images of version ${inventory.img_version}`);
	}

	// criu/image.c, check_img_inventory
	if (!inventory.fdinfo_per_id) {
		yield needs(fileOf(dump, 'inventory.img'), 'a CRIU as old as the dump: those of today refuse images without fdinfo_per_id');
	}
}
