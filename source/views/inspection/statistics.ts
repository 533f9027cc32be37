import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Problems} from '../problems.js';

/** CRIU's statistics by its own names, all that this version of it wrote: times in microseconds, the rest in pages and pipes. */
export type InspectedStatistics = Readonly<Record<string, number | bigint>>;

export function inspectStatistics({container, images}: Checkpoint, problems: Problems): InspectedStatistics | undefined {
	const statistics = problems.of(() => {
		if (container.statistics.length === 0) {
			throw new InputError(images.shown('stats-dump'), 'missing: there are no statistics of the dump');
		}

		return container.statistics;
	});
	return statistics && Object.fromEntries(statistics.map(({name, value}) => [name, value]));
}
