import type {Container} from './container.js';

// capabilities(7), by number.
const names = ['chown', 'dac_override', 'dac_read_search', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap', 'linux_immutable', 'net_bind_service', 'net_broadcast', 'net_admin', 'net_raw', 'ipc_lock', 'ipc_owner', 'sys_module', 'sys_rawio', 'sys_chroot', 'sys_ptrace', 'sys_pacct', 'sys_admin', 'sys_boot', 'sys_nice', 'sys_resource', 'sys_time', 'sys_tty_config', 'mknod', 'lease', 'audit_write', 'audit_control', 'setfcap', 'mac_override', 'mac_admin', 'syslog', 'wake_alarm', 'block_suspend', 'audit_read', 'perfmon', 'bpf', 'checkpoint_restore'];

// Those that lead out of a container, or reach the host and its neighbours, with little else; the worst first.
const dangerous = ['sys_admin', 'sys_ptrace', 'sys_module', 'sys_rawio', 'dac_read_search', 'bpf', 'perfmon', 'checkpoint_restore', 'mac_admin', 'mac_override', 'net_admin', 'sys_boot', 'sys_time', 'syslog', 'audit_control', 'net_raw', 'mknod'].map(name => names.indexOf(name));

/** Every capability that has a name. */
export const allCapabilities = (1n << BigInt(names.length)) - 1n;

/** What Docker and containerd give a container that asks for nothing (`defaultUnixCaps` of containerd's `oci/spec.go`). Podman and CRI-O give less, and nothing else. */
export const defaultCapabilities = setOf(['chown', 'dac_override', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap', 'net_bind_service', 'net_raw', 'sys_chroot', 'mknod', 'audit_write', 'setfcap']);

// `default_capabilities` of Podman's containers.conf(5) and of CRI-O's crio.conf(5).
const ofPodman = setOf(['chown', 'dac_override', 'fowner', 'fsetid', 'kill', 'net_bind_service', 'setfcap', 'setgid', 'setpcap', 'setuid', 'sys_chroot']);
const ofCriO = setOf(['chown', 'dac_override', 'fsetid', 'fowner', 'setgid', 'setuid', 'setpcap', 'net_bind_service', 'kill']);

const defaults: Readonly<Record<Container['engine'], bigint | undefined>> = {Podman: ofPodman, 'CRI-O': ofCriO, containerd: defaultCapabilities, Docker: defaultCapabilities, CRIU: undefined, unknown: undefined};

/** What an engine gives a container that asks for nothing; undefined where no engine is known. */
export function defaultCapabilitiesOf(engine: Container['engine']): bigint | undefined {
	return defaults[engine];
}

/** The capability with this name, as a set. */
export function capability(name: string): bigint {
	return setOf([name]);
}

/** `cap_chown` and so on by number; a bit without a name is `cap_N`. */
export function capabilityNames(set: bigint): string[] {
	return numbersOf(set).map(number => nameOf(number));
}

/** The names of a set in two parts: those that are dangerous, the worst first, and the others by number. */
export function capabilitiesByDanger(set: bigint): {readonly dangerous: string[]; readonly others: string[]} {
	const numbers = numbersOf(set);
	return {
		dangerous: dangerous.filter(number => numbers.includes(number)).map(number => nameOf(number)),
		others: numbers.filter(number => !dangerous.includes(number)).map(number => nameOf(number)),
	};
}

function numbersOf(set: bigint): number[] {
	const found = [];
	for (let number = 0; set >> BigInt(number) > 0n; number++) {
		if ((set >> BigInt(number) & 1n) === 1n) {
			found.push(number);
		}
	}

	return found;
}

function nameOf(number: number): string {
	return `cap_${names[number] ?? number}`;
}

function setOf(wanted: readonly string[]): bigint {
	return wanted.reduce((set, name) => set | 1n << BigInt(names.indexOf(name)), 0n);
}
