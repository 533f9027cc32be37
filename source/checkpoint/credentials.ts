import type {creds_entry} from '../criu/schema/messages.js';
import type {Credentials} from './model.js';

// capabilities(7), by number.
const names = ['chown', 'dac_override', 'dac_read_search', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap', 'linux_immutable', 'net_bind_service', 'net_broadcast', 'net_admin', 'net_raw', 'ipc_lock', 'ipc_owner', 'sys_module', 'sys_rawio', 'sys_chroot', 'sys_ptrace', 'sys_pacct', 'sys_admin', 'sys_boot', 'sys_nice', 'sys_resource', 'sys_time', 'sys_tty_config', 'mknod', 'lease', 'audit_write', 'audit_control', 'setfcap', 'mac_override', 'mac_admin', 'syslog', 'wake_alarm', 'block_suspend', 'audit_read', 'perfmon', 'bpf', 'checkpoint_restore'];

const secureBitNames = ['noroot', 'noroot_locked', 'no_setuid_fixup', 'no_setuid_fixup_locked', 'keep_caps', 'keep_caps_locked', 'no_cap_ambient_raise', 'no_cap_ambient_raise_locked'];

/** Every capability that has a name. */
export const allCapabilities = (1n << BigInt(names.length)) - 1n;

/** `cap_chown` and so on; a bit without a name is `cap_N`. */
export function capabilityNames(set: bigint): string[] {
	const found = [];
	for (let number = 0; set >> BigInt(number) > 0n; number++) {
		if ((set >> BigInt(number) & 1n) === 1n) {
			found.push(`cap_${names[number] ?? number}`);
		}
	}

	return found;
}

/** Names of the securebits of capabilities(7), such as `keep_caps`. */
export function secureBitsNames(bits: number): string[] {
	return secureBitNames.filter((_, index) => (bits >>> index & 1) === 1);
}

export function credentialsOf(entry: creds_entry): Credentials {
	const {uid, euid, suid, fsuid, gid, egid, sgid, fsgid, groups} = entry;
	return {
		uid, euid, suid, fsuid, gid, egid, sgid, fsgid, groups,
		capabilities: {
			inheritable: joined(entry.cap_inh),
			permitted: joined(entry.cap_prm),
			effective: joined(entry.cap_eff),
			bounding: joined(entry.cap_bnd),
			ambient: joined(entry.cap_amb),
		},
		noNewPrivileges: entry.no_new_privs === 1,
		secureBits: entry.secbits,
		...(entry.lsm_profile !== undefined && {lsmProfile: entry.lsm_profile}),
	};
}

// The kernel hands a set over in 32-bit words, the low one first.
function joined(words: readonly number[]): bigint {
	return words.reduce((set, word, index) => set | BigInt(word >>> 0) << BigInt(32 * index), 0n);
}
