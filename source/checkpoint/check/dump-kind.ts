import {fileBeside, fileOf, type Dump} from './dump.js';
import {broken, note, type Observation} from './finding.js';

/**
A dump that can't be restored by itself, whatever else it holds.

@yields what it finds
*/
export function * dumpKind(dump: Dump): Generator<Observation> {
	const {images, isParent, isPreDump, container, layout} = dump;
	if (isPreDump && !isParent) {
		yield broken(fileOf(dump, 'inventory.img'), 'of a pre-dump, which has memory only: restore needs a dump that builds on it');
	}

	// CRIU writes these two last.
	if (!isPreDump && images.archive.problems.length === 0 && !images.has('inventory.img') && !images.has('pstree.img')) {
		yield broken(fileOf(dump, 'inventory.img'), 'missing, as pstree.img is: the dump failed half way');
	}

	if (container.log?.outcome !== 'failed') {
		return;
	}

	const {files} = layout;
	yield note(files?.has('dump.log') ? fileBeside(files, 'dump.log') : fileOf(dump, 'dump.log'), 'says that the dump failed');
}
