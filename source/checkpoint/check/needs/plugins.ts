import {compose, listed} from '../../compose.js';
import {status} from '../../../memory/vma-table.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

/**
Plugins of CRIU, and the hardware that they are for.

@yields what it finds
*/
export function * plugins(dump: Dump): Generator<Observation> {
	const {images} = dump;
	const names = images.inventory?.plugins_entry?.plugins ?? [];
	if (names.length > 0) {
		yield needs(fileOf(dump, 'inventory.img'), compose('plugins of CRIU: ', listed(names)));
	}

	for (const [family, what] of [['amdgpu', 'AMD'], ['cuda', 'NVIDIA']] as const) {
		const image = images.names().find(name => name.startsWith(`${family}-`));
		if (image !== undefined) {
			yield needs(fileOf(dump, image), `${family}_plugin of CRIU and the same ${what} GPUs: their memory and state are in the dump`);
		}
	}

	const mapped = dump.mappings.find(({vmas}) => vmas.status.some(bits => (bits & status.plugin) !== 0));
	if (mapped !== undefined) {
		yield needs(fileOf(dump, `mm-${mapped.pid}.img`), `a plugin of CRIU, which restores mappings of a device of process ${mapped.pid}`, {pid: mapped.pid});
	}
}
