import {allCapabilities, capabilitiesByDanger, capabilityNames, defaultCapabilities} from '../checkpoint/capabilities.js';
import {counted} from '../checkpoint/compose.js';
import {secureBitsNames} from '../checkpoint/credentials.js';
import type {Credentials} from '../checkpoint/model.js';
import type {Process} from '../checkpoint/process.js';
import type {ProcessImages} from '../checkpoint/process-images.js';
import {seccompMode} from '../checkpoint/threads.js';
import {known, section, type Line} from './fact.js';

/** As whom a process runs, and what it may do. */
export function privilegeFacts(process: Process): Line[] {
	return section('Credentials', () => process.credentials, credentials => [
		['User', idsText(credentials.uid, credentials.euid, credentials.suid, credentials.fsuid)],
		['Group', idsText(credentials.gid, credentials.egid, credentials.sgid, credentials.fsgid)],
		['Groups', credentials.groups.length === 0 ? 'none' : credentials.groups.join(', ')],
		...capabilities(credentials),
		['No new privileges', credentials.noNewPrivileges ? 'yes' : 'no'],
		['Secure bits', credentials.secureBits === 0 ? undefined : secureBitsNames(credentials.secureBits).join(', ')],
		['LSM profile', credentials.lsmProfile],
		['Seccomp', known(() => seccompText(process.images))],
	]);
}

function idsText(real: number, effective: number, saved: number, fileSystem: number): string {
	const differing = [['effective', effective], ['saved', saved], ['file system', fileSystem]].filter(([, id]) => id !== real);
	return [String(real), ...differing.map(([name, id]) => `${name} ${id}`)].join(', ');
}

// What is permitted, a process can put into effect whenever it likes: it counts, whether in effect or not.
function capabilities({capabilities: {permitted, effective, inheritable, bounding, ambient}}: Credentials): Line[] {
	const other = (set: bigint) => set === permitted && set !== 0n ? 'as permitted' : setText(set);
	return [
		['Capabilities', summaryText(permitted, effective)],
		['- beyond default', permitted === 0n ? undefined : beyondDefaultText(permitted)],
		['Permitted set', setText(permitted)],
		['Effective set', other(effective)],
		['Inheritable set', other(inheritable)],
		['Bounding set', other(bounding)],
		['Ambient set', other(ambient)],
	];
}

/** `12, dangerous: cap_net_raw; cap_chown cap_dac_override` and so on: how many, and the dangerous ones where a narrow screen does not cut them off. */
function summaryText(permitted: bigint, effective: bigint): string {
	if (permitted === 0n) {
		return 'none';
	}

	const {dangerous, others} = capabilitiesByDanger(permitted);
	const count = dangerous.length + others.length;
	const head = effective === permitted ? String(count) : `${count}, ${capabilityNames(effective).length} in effect`;
	return dangerous.length === 0 ? `${head}: ${others.join(' ')}` : [`${head}, dangerous: ${dangerous.join(' ')}`, others.join(' ')].filter(part => part !== '').join('; ');
}

function beyondDefaultText(permitted: bigint): string {
	const {dangerous, others} = capabilitiesByDanger(permitted & ~defaultCapabilities);
	const beyond = [...dangerous, ...others];
	return beyond.length === 0 ? 'none' : beyond.join(' ');
}

function setText(set: bigint): string {
	return set === 0n ? 'none' : (set === allCapabilities ? 'all' : capabilityNames(set).join(' '));
}

function seccompText({directory, core}: ProcessImages): string {
	const mode = seccompMode(core);
	if (mode !== 'filter') {
		return mode;
	}

	const filters = directory.messages('seccomp.img', 'seccomp_entry').flatMap(({seccomp_filters: all}) => all);
	let count = 0;
	let index = core.thread_core?.seccomp_filter ?? core.tc?.old_seccomp_filter;
	while (index !== undefined && index < filters.length && count < filters.length) {
		count++;
		index = filters[index]!.prev;
	}

	return count === 0 ? 'filter' : `filter, ${counted(count, 'program')}`;
}
