import {missingImages as missingNames} from '../missing-images.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/** Images that the dump as a whole and each of its processes must have. Pages files are told by how much is lost with them. */
export function missingImages(dump: Dump): Observation[] {
	const {images, memory} = dump;
	return missingNames(images, memory)
		.filter(name => !memory.pagesFiles.has(name))
		.map(name => broken(fileOf(dump, name), 'missing'));
}
