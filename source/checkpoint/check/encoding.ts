import {orNothing} from '../complaint.js';
import {fileOf, type Dump} from './dump.js';
import {broken, needs, type Observation} from './finding.js';

/**
Images that are encrypted, and pages that are compressed.

@yields what it finds
*/
export function * encoding(dump: Dump): Generator<Observation> {
	const {images} = dump;
	if (images.encrypted) {
		yield needs(fileOf(dump, 'cipher.img'), 'the private key');
		yield broken(fileOf(dump, 'cipher.img'), 'the images are encrypted: what is in them can\'t be read, nor checked');
	} else if (orNothing(() => images.compressedPages)) {
		yield needs(fileOf(dump, 'inventory.img'), `CRIU with LZ4, for images of version ${images.inventory!.img_version}: the pages are compressed`);
	}
}
