import {compose, listed} from '../compose.js';
import type {Dump} from './dump.js';
import {broken, type Observation} from './finding.js';
import {placeOf} from './open-files.js';

/**
Descriptors that epoll watches, and that none of those who hold the epoll has.

@yields what it finds
*/
export function * epollTargets(dump: Dump): Generator<Observation> {
	const open = Map.groupBy(dump.holders.descriptors(), ({id}) => id);
	const fds = new Set<string>(dump.holders.descriptors().map(({pid, fd}) => `${pid} ${fd}`));
	for (const {id, epfd} of dump.files.entries()) {
		const holders = open.get(id) ?? [];
		const lost = holders.length === 0 ? [] : (epfd?.tfd ?? []).filter(({tfd}) => holders.every(({pid}) => !fds.has(`${pid} ${tfd}`)));
		if (lost.length > 0) {
			const {file, offset} = placeOf(dump, id);
			yield broken(file, compose(`epoll ${id} watches descriptors that process ${holders[0]!.pid} does not have: `, listed(lost.map(({tfd}) => `fd ${tfd}`))), {offset, pid: holders[0]!.pid});
		}
	}
}
