import {attempt} from '../archive/attempt.js';
import type {core_entry, task_core_entry} from '../criu/schema/messages.js';
import type {AddressSpace} from '../memory/memory.js';
import type {Untrusted} from '../text/untrusted.js';
import {cgroupsOf} from './cgroups.js';
import {orComplaint, orNothing} from './complaint.js';
import {compose, counted, type Part} from './compose.js';
import {allCapabilities, capabilityNames, secureBitsNames} from './credentials.js';
import {limitTexts} from './limits.js';
import type {Credentials, FileReference} from './model.js';
import {namespaceKinds} from './namespaces.js';
import {pendingSignals} from './pending-signals.js';
import type {Process} from './process.js';
import type {ProcessImages} from './process-images.js';
import {is32Bit, machineName} from './registers.js';
import {signalName, signalNames} from './signals.js';
import {seccompMode} from './threads.js';

/** One line of the overview of a process. */
export type Fact = {readonly name: string; readonly value: Untrusted};

const unset = 0xff_ff_ff_ff;

type Line = readonly [name: string, value: Part | undefined];

/** The facts about a process, those that a person asks for first in front. Each fact that stands in a damaged image says so in its place. */
export function factsOf(process: Process, images: ProcessImages): Fact[] {
	const lines: Line[] = [...identity(process), ...files(process), ...security(process, images), ...environment(process, images), ...scheduling(process, images)];
	return lines.flatMap(([name, value]) => value === undefined ? [] : [{name, value: compose(value)}]);
}

function identity(process: Process): Line[] {
	const {pid, pgid, sid, children} = process;
	return [
		['Process', orComplaint(() => compose(`${pid} `, process.comm))],
		['State', orComplaint(() => stateText(process))],
		['Parent', parentText(process)],
		['Children', children.length === 0 ? 'none' : children.map(child => child.pid).join(', ')],
		['Session', groupText(sid, pid)],
		['Process group', groupText(pgid, pid)],
	];
}

const lostTree = 'not known (pstree.img has lost it)';

function parentText({ppid, orphan}: Process): string {
	if (ppid === undefined) {
		return lostTree;
	}

	return ppid === 0 ? 'none in this checkpoint' : (orphan ? `${ppid}, which is not in this checkpoint` : String(ppid));
}

/** A session or process group. */
function groupText(id: number | undefined, pid: number): string {
	return id === undefined ? lostTree : `${id}${id === pid ? ' (leader)' : ''}`;
}

function stateText({state, taskState, exitCode, exitSignal}: Process): string {
	if (state === 'dead' || state === 'zombie') {
		return `${state}, ${exitSignal === undefined ? `exit code ${exitCode}` : `killed by ${exitSignal}`}`;
	}

	return state === 'unknown' ? `unknown (${taskState})` : state;
}

function files(process: Process): Line[] {
	return [
		['Executable', orComplaint(() => fileText(process.exe))],
		['Working directory', orComplaint(() => fileText(process.cwd))],
		['Root', orComplaint(() => fileText(process.root))],
		['Umask', orComplaint(() => process.umask === undefined ? undefined : process.umask.toString(8).padStart(4, '0'))],
	];
}

function fileText(file: FileReference | undefined): Part | undefined {
	return file === undefined ? undefined : compose(file.path, file.deleted ? ' (deleted)' : '');
}

function security(process: Process, images: ProcessImages): Line[] {
	return section('Credentials', () => process.credentials, credentials => [
		['User', idsText(credentials.uid, credentials.euid, credentials.suid, credentials.fsuid)],
		['Group', idsText(credentials.gid, credentials.egid, credentials.sgid, credentials.fsgid)],
		['Groups', credentials.groups.length === 0 ? 'none' : credentials.groups.join(', ')],
		...capabilities(credentials),
		['No new privileges', credentials.noNewPrivileges ? 'yes' : 'no'],
		['Secure bits', credentials.secureBits === 0 ? undefined : secureBitsNames(credentials.secureBits).join(', ')],
		['LSM profile', credentials.lsmProfile],
		['Seccomp', orComplaint(() => seccompText(images))],
	]);
}

/** Lines that all stand in one image: when it is damaged, one line in their place says so. */
function section<T>(name: string, question: () => T | undefined, lines: (value: T) => Line[]): Line[] {
	const result = attempt(question);
	if (result.state === 'pending') {
		throw result.error;
	}

	if (result.state === 'failed') {
		return [[name, `not known (${result.error.message})`]];
	}

	return result.value === undefined ? [] : lines(result.value);
}

function idsText(real: number, effective: number, saved: number, fileSystem: number): string {
	const differing = [['effective', effective], ['saved', saved], ['file system', fileSystem]].filter(([, id]) => id !== real);
	return [String(real), ...differing.map(([name, id]) => `${name} ${id}`)].join(', ');
}

function capabilities({capabilities: sets}: Credentials): Line[] {
	const text = (set: bigint) => set === 0n ? 'none' : (set === allCapabilities ? 'all' : capabilityNames(set).join(' '));
	const {effective} = sets;
	const other = (set: bigint) => set === effective && set !== 0n ? 'as effective' : text(set);
	return [
		['Capabilities', text(effective)],
		['- permitted', other(sets.permitted)],
		['- inheritable', other(sets.inheritable)],
		['- bounding', other(sets.bounding)],
		['- ambient', other(sets.ambient)],
	];
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

function environment(process: Process, images: ProcessImages): Line[] {
	return [
		['Architecture', orComplaint(() => architectureText(images.core))],
		['Threads', orComplaint(() => String(process.threadIds.length))],
		['Memory', orComplaint(() => process.hasMemory ? memoryText(process.memory) : undefined)],
		...cgroups(images),
		...namespaces(process, images),
	];
}

function architectureText(core: core_entry): string {
	return `${machineName(core.mtype)}${is32Bit(core) ? ', 32-bit' : ''}`;
}

function memoryText({contentSize, vmas}: AddressSpace): string {
	return `${counted(contentSize, 'byte')} in the dump, ${counted(vmas.length, 'mapping')}`;
}

function cgroups(images: ProcessImages): Line[] {
	return section('Control group', () => {
		const {thread_core: own, tc} = images.core;
		const set = own?.cg_set ?? tc?.cg_set;
		return set === undefined ? undefined : cgroupsOf(images.directory, set);
	}, groups => groups.map(({hierarchy, path}) => ['Control group', compose(hierarchy, ':', path)]));
}

function namespaces(process: Process, images: ProcessImages): Line[] {
	const host = orNothing(() => images.directory.inventory?.root_ids);
	return section('Namespaces', () => process.hasMemory ? images.ids : undefined, own => namespaceKinds.flatMap(({name, field}): Line[] => {
		const relation = host?.[field] === undefined ? '' : (host[field] === own[field] ? ', the same as the dumper' : ', its own');
		return own[field] === undefined ? [] : [[`Namespace ${name}`, `${own[field]}${relation}`]];
	}));
}

function scheduling(process: Process, images: ProcessImages): Line[] {
	return section('Scheduling', () => process.hasMemory ? images.core : undefined, ({tc, thread_core: own, mtype: machine}) => {
		if (tc === undefined) {
			return [];
		}

		const order = images.directory.image(`core-${process.pid}.img`).byteOrder;
		const pending = [...pendingSignals(tc.signals_s, order, machine), ...pendingSignals(own?.signals_p, order, machine)];
		const blocked = signalNames(own?.blk_sigset ?? tc.blk_sigset, machine);
		const mm = orNothing(() => images.mm);
		return [
			['Pending signals', pending.length === 0 ? undefined : pending.join(' ')],
			['Blocked signals', blocked.length === 0 ? undefined : blocked.join(' ')],
			['Stopped by', tc.stop_signo === undefined ? undefined : signalName(tc.stop_signo, machine)],
			['Nice', own?.sched_nice === undefined || own.sched_nice === 0 ? undefined : String(own.sched_nice)],
			['Login user', tc.loginuid === undefined ? undefined : (tc.loginuid === unset ? 'not set' : String(tc.loginuid))],
			['OOM score adjustment', tc.oom_score_adj === undefined ? undefined : String(tc.oom_score_adj)],
			['Personality', tc.personality === 0 ? undefined : `0x${tc.personality.toString(16)}`],
			['Child subreaper', tc.child_subreaper ? 'yes' : undefined],
			['Dumpable', mm?.dumpable === undefined ? undefined : ['no', 'yes', 'by root only'][mm.dumpable] ?? String(mm.dumpable)],
			['Transparent huge pages', mm?.thp_disabled ? 'disabled' : undefined],
			...limits(images, tc, machine),
		];
	});
}

// CRIU before 1.6 had an image of its own for the limits.
function limits({pid, directory}: ProcessImages, {rlimits}: task_core_entry, machine: number): Line[] {
	return section('Limits', () => rlimits?.rlimits ?? directory.messages(`rlimit-${pid}.img`, 'rlimit_entry'), entries => {
		const texts = limitTexts(entries, machine);
		return texts.map(({name, value}) => [`Limit ${name}`, value]);
	});
}
