import type {creds_entry} from '../criu/schema/messages.js';
import type {Credentials} from './model.js';

const secureBitNames = ['noroot', 'noroot_locked', 'no_setuid_fixup', 'no_setuid_fixup_locked', 'keep_caps', 'keep_caps_locked', 'no_cap_ambient_raise', 'no_cap_ambient_raise_locked'];

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
