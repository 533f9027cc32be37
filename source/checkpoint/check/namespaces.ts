import type {ImageDirectory} from '../../criu/image-directory.js';
import {namespaceKinds} from '../namespaces.js';
import {orNothing} from '../complaint.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';
import {placeOf} from './open-files.js';

type Kind = (typeof namespaceKinds)[number];

/**
Namespaces of the processes that are described by no image, or in part, and descriptors of namespaces that are none of these.

@yields what it finds
*/
export function * namespaces(dump: Dump): Generator<Observation> {
	const {images, files} = dump;
	for (const {kind, id, pid} of ownNamespaces(dump)) {
		for (const name of imagesOf(kind, id, images).filter(name => !images.has(name))) {
			yield broken(fileOf(dump, name), `missing: the ${kind.name} namespace ${id} of process ${pid}`, {pid});
		}
	}

	const all = dump.processes.map(process => orNothing(() => process.ids));
	for (const {id, nsf} of files.entries()) {
		const kind = namespaceKinds.find(({cloneFlag}) => cloneFlag === (nsf?.ns_cflag ?? 0) >>> 0);
		if (nsf !== undefined && kind !== undefined && [...all, images.inventory?.root_ids].every(ids => ids?.[kind.field] !== nsf.ns_id) && !images.has(`netns-${nsf.ns_id}.img`)) {
			const {file, offset} = placeOf(dump, id);
			yield broken(file, `file ${id} is the ${kind.name} namespace ${nsf.ns_id}, which no process is in`, {offset});
		}
	}
}

/**
The namespaces that the processes had, and whoever dumped them had not: each once, with the first process in it.

@yields each
*/
export function * ownNamespaces({images, processes}: Dump): Generator<{readonly kind: Kind; readonly id: number; readonly pid: number}> {
	const outer = images.inventory?.root_ids;
	const seen = new Set<string>();
	for (const process of processes) {
		const ids = orNothing(() => process.ids);
		for (const kind of namespaceKinds) {
			const id = ids?.[kind.field];
			if (id !== undefined && outer !== undefined && id !== outer[kind.field] && !seen.has(`${kind.name} ${id}`)) {
				seen.add(`${kind.name} ${id}`);
				yield {kind, id, pid: process.pid};
			}
		}
	}
}

function imagesOf({name}: Kind, id: number, images: ImageDirectory): string[] {
	switch (name) {
		case 'mnt': {
			return [`mountpoints-${id}.img`];
		}

		case 'net': {
			return isLeftOut(id, images) || isExternal(id, images) ? [] : ['netns', 'netdev', 'ifaddr', 'route', 'rule'].map(family => `${family}-${id}.img`);
		}

		case 'user': {
			return [`userns-${id}.img`];
		}

		case 'uts': {
			return [`utsns-${id}.img`];
		}

		case 'ipc': {
			return [`ipcns-var-${id}.img`];
		}

		case 'time': {
			return [`timens-${id}.img`];
		}

		// CRIU makes these anew.
		default: {
			return [];
		}
	}
}

/** Nothing of a network namespace was dumped (`criu dump --empty-ns net`); of an archive that has lost a part nobody can tell. */
export function isLeftOut(id: number, images: ImageDirectory): boolean {
	return images.archive.problems.length === 0 && ['netns', 'netdev', 'ifaddr', 'route', 'route6', 'rule'].every(family => !images.has(`${family}-${id}.img`));
}

function isExternal(id: number, images: ImageDirectory): boolean {
	return orNothing(() => images.message(`netns-${id}.img`, 'netns_entry'))?.ext_key !== undefined;
}
