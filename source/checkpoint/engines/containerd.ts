import {firstKnown} from '../first-known.js';
import type {EngineFiles} from '../engine-files.js';
import type {Engine} from './engine.js';

const prefix = 'io.kubernetes.cri.';

/** containerd's CRI service names the pod in annotations of its own, and keeps its records of the container in `status` and `status.dump`. */
export const containerd: Engine = {
	name: 'containerd',
	isNamedBy: ({keys}) => keys.some(key => key.startsWith(prefix)),
	ownFiles: ['status', 'status.dump', 'container.log'],
	containerName: files => firstKnown(
		() => files.annotation(`${prefix}container-name`),
		() => record(files)?.object('metadata')?.text('name'),
	),
	started: files => nanoseconds(firstKnown(
		() => files.object('status')?.integer('StartedAt'),
		() => record(files)?.integer('started_at'),
	)),
	pod: files => firstKnown(
		() => files.annotation(`${prefix}sandbox-name`),
		() => label(files, 'io.kubernetes.pod.name'),
	),
	podId: files => files.annotation(`${prefix}sandbox-id`),
	podUid: files => firstKnown(
		() => files.annotation(`${prefix}sandbox-uid`),
		() => label(files, 'io.kubernetes.pod.uid'),
	),
	namespace: files => firstKnown(
		() => files.annotation(`${prefix}sandbox-namespace`),
		() => label(files, 'io.kubernetes.pod.namespace'),
	),
	restartCount: files => record(files)?.object('annotations')?.integer('io.kubernetes.container.restartCount'),
	labels: files => record(files)?.object('labels')?.entries() ?? [],
};

function record(files: EngineFiles) {
	return files.object('status.dump');
}

function label(files: EngineFiles, name: string) {
	return record(files)?.object('labels')?.text(name);
}

/** Nanoseconds since 1970, where 0 is no time, in milliseconds. */
function nanoseconds(value: number | undefined): number | undefined {
	return value === undefined || value === 0 ? undefined : Math.floor(value / 1e6);
}
