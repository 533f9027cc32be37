import {compose, counted, listed} from '../../compose.js';
import type {Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';
import {placeOf} from '../open-files.js';

/**
Open files that come from outside: pipes whose other end is there, and files that were marked as external.

@yields what it finds
*/
export function * inheritedFiles(dump: Dump): Generator<Observation> {
	const {files, endpoints, holders} = dump;
	const pipes = Map.groupBy([...files.entries()].flatMap(({pipe}) => pipe === undefined ? [] : [pipe]), pipe => pipe.pipe_id);
	const half = [...pipes.values()].map(([pipe]) => ({pipe: pipe!, ...endpoints.pipe(pipe!)})).filter(({readers, writers}) => readers.length === 0 || writers.length === 0);
	if (half.length > 0) {
		const names = half.map(({pipe, readers, writers}) => `pipe:[${pipe.pipe_id}] (${holders.text([...readers, ...writers])})`);
		yield needs(placeOf(dump, half[0]!.pipe.id).file, compose(`--inherit-fd, or nobody is at the other end of ${counted(half.length, 'pipe')}: `, listed(names)));
	}

	const external = [...files.entries()].filter(({reg, ext}) => reg?.ext === true || ext !== undefined);
	if (external.length > 0) {
		yield needs(placeOf(dump, external[0]!.id).file, compose('--external or a plugin, for open files that are not in the dump: ', listed(external.map(({id, reg}) => reg?.name ?? `file ${id}`))));
	}
}
