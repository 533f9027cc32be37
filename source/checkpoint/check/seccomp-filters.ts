import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

const image = 'seccomp.img';

/**
Threads whose seccomp filters are not in seccomp.img, and filters that build on one that is not there.

@yields what it finds
*/
export function * seccompFilters(dump: Dump): Generator<Observation> {
	const filters = dump.images.message(image, 'seccomp_entry')?.seccomp_filters ?? [];
	for (const {pid, tid, seccompFilter: index} of dump.threads) {
		if (index !== undefined && index >= filters.length) {
			yield broken(fileOf(dump, `core-${tid}.img`), `thread ${tid} has seccomp filter ${index}, and ${image} ${dump.images.has(image) ? `has ${filters.length}` : 'is missing'}`, {pid});
		}
	}

	for (const [index, {prev}] of filters.entries()) {
		if (prev !== undefined && prev >= index) {
			yield broken(fileOf(dump, image), `seccomp filter ${index} builds on filter ${prev}, which does not stand before it`);
		}
	}
}
