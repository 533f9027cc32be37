import {ImageDirectory} from '../../../criu/image-directory.js';
import {orNothing} from '../../complaint.js';
import {compose} from '../../compose.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

/**
The dump that this one builds on.

@yields what it finds
*/
export function * parentDump(dump: Dump): Generator<Observation> {
	const {archive, prefix} = dump.images;
	const parent = orNothing(() => dump.images.parent);
	if (parent instanceof ImageDirectory && dump.memory.pagemaps.some(totals => totals.parent > 0)) {
		yield needs(fileOf(dump, 'parent'), compose('the dump that it builds on, which is here, at ', archive.get(`${prefix}parent`)!.target!));
	}
}
