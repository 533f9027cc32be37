import {pagesOf, pagesText} from '../dump-problems.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/**
Pages that a lazy dump has left on the source host.

@yields what it finds
*/
export function * lazyPages(dump: Dump): Generator<Observation> {
	for (const totals of dump.memory.pagemaps) {
		if (totals.lazy > 0) {
			yield broken(fileOf(dump, totals.name), `${pagesText(pagesOf([totals], 'lazy'))} left on the source host (criu dump --lazy-pages)`);
		}
	}
}
