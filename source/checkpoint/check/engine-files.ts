import {attempt} from '../../archive/attempt.js';
import {readJson} from '../json-file.js';
import type {Dump} from './dump.js';
import {damage, type Observation} from './finding.js';

/**
Files of the engine, and of the runtime among the images, that can't be read. The container is made anew from them before CRIU is called.

@yields what it finds
*/
export function * engineFiles({images, layout: {files}, outside}: Dump): Generator<Observation> {
	const {archive, prefix} = images;
	const others = [
		attempt(() => files?.json('network.status')),
		attempt(() => files?.json('deleted.files')),
		attempt(() => readJson(archive, `${prefix}descriptors.json`)),
	];
	for (const problem of [...files?.problems() ?? [], ...others.flatMap(file => file.state === 'failed' ? [file.error] : [])]) {
		yield damage(problem, outside);
	}
}
