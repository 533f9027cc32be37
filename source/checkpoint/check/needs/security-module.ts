import {compose, join} from '../../compose.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

// By `lsmtype` of the inventory.
const modules: Readonly<Record<number, string>> = {1: 'SELinux', 2: 'AppArmor'};

/**
The security module of the host, with the profiles that the processes ran under.

@yields what it finds
*/
export function * securityModule(dump: Dump): Generator<Observation> {
	const name = modules[dump.images.inventory?.lsmtype ?? 0];
	const profiles = new Map(dump.threads.flatMap(({securityProfile: profile}) => profile === undefined ? [] : [[profile.toKey(), profile]]));
	if (name !== undefined && profiles.size > 0) {
		yield needs(fileOf(dump, 'inventory.img'), compose(`${name}, or another profile by --lsm-profile: `, join([...profiles.values()], ', ')));
	}
}
