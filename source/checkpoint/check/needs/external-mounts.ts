import {compose, join} from '../../compose.js';
import {fileBeside, fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

/**
What is mounted from outside of the container: as CRIU asks for it, and as the engine was told.

@yields what it finds
*/
export function * externalMounts(dump: Dump): Generator<Observation> {
	const {mounts} = dump.container.mounts;
	const {files} = dump.layout;
	const external = mounts.flatMap(({destination, found}) => found?.external === undefined ? [] : [{destination, key: found.external, namespace: found.namespace}]);
	for (const [namespace, all] of Map.groupBy(external, mount => mount.namespace)) {
		const targets = all.map(({destination, key}) => key.toKey() === destination.toKey() ? destination : compose(destination, ' (', key, ')'));
		yield needs(fileOf(dump, `mountpoints-${namespace}.img`), compose('--external mnt[KEY]:PATH, which engines give by themselves, for ', join(targets, ', ')));
	}

	const binds = mounts.flatMap(({bind, configured}) => bind === 'host' && configured !== undefined ? [configured] : []);
	if (files !== undefined && binds.length > 0) {
		yield needs(fileBeside(files, 'spec.dump'), compose('files and directories of the host: ', join(binds.map(({source = 'unknown', destination}) => compose(source, ' at ', destination)), ', ')));
	}
}
