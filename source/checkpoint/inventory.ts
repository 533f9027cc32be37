import type {ImageDirectory} from '../criu/image-directory.js';
import type {Fact} from './container.js';

const securityModules = ['none', 'SELinux', 'AppArmor'];
const networkLocks = ['iptables', 'nftables', 'skip'];
const preDumpModes = new Map([[1, 'splice'], [2, 'read']]);

/**
What CRIU's inventory says of the dump as a whole, by its field names; empty without an inventory.

@throws {InputError} when it is damaged
@throws {PendingError}
*/
export function readInventory(images: ImageDirectory): Fact[] {
	const {inventory} = images;
	if (inventory === undefined) {
		return [];
	}

	const {img_version, lsmtype, dump_uptime, pre_dump_mode, tcp_close, network_lock_method, plugins_entry, dump_criu_run_id, allow_uprobes} = inventory;
	const facts: Array<{name: string; value: Fact['value'] | undefined}> = [
		{name: 'img_version', value: img_version},
		{name: 'lsmtype', value: lsmtype === undefined ? undefined : securityModules[lsmtype] ?? lsmtype},
		// Microseconds since the host was booted.
		{name: 'dump_uptime', value: dump_uptime},
		{name: 'pre_dump_mode', value: pre_dump_mode === undefined ? undefined : preDumpModes.get(pre_dump_mode) ?? pre_dump_mode},
		{name: 'tcp_close', value: tcp_close},
		{name: 'network_lock_method', value: network_lock_method === undefined ? undefined : networkLocks[network_lock_method] ?? network_lock_method},
		...(plugins_entry?.plugins ?? []).map(value => ({name: 'plugin', value})),
		{name: 'dump_criu_run_id', value: dump_criu_run_id},
		{name: 'allow_uprobes', value: allow_uprobes},
	];
	return facts.filter((fact): fact is Fact => fact.value !== undefined);
}
