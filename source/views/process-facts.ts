import {cgroupsOf} from '../checkpoint/cgroups.js';
import {orNothing} from '../checkpoint/complaint.js';
import {compose, join, type Part} from '../checkpoint/compose.js';
import {limitTexts} from '../checkpoint/limits.js';
import type {FileReference} from '../checkpoint/model.js';
import {namespaceKinds} from '../checkpoint/namespaces.js';
import {pendingSignals} from '../checkpoint/pending-signals.js';
import type {Process} from '../checkpoint/process.js';
import type {ProcessImages} from '../checkpoint/process-images.js';
import {is32Bit, machineName} from '../checkpoint/registers.js';
import {signalName, signalNames} from '../checkpoint/signals.js';
import type {core_entry, task_core_entry} from '../criu/schema/messages.js';
import type {AddressSpace} from '../memory/memory.js';
import type {Presence} from '../memory/presence.js';
import {known, section, type Fact, type Line} from './fact.js';
import {formatCount, formatExactBytes} from './format.js';
import {privilegeFacts} from './privilege-facts.js';
import {commandLine} from './processes.js';

const unset = 0xff_ff_ff_ff;

// What a small screen has room for: who it is, what it runs, as whom, with which rights, how large it is.
const first = [
	'Process',
	'Command line',
	'State',
	'Parent',
	'Executable',
	'Working directory',
	'Root',
	'User',
	'Group',
	'Groups',
	'Credentials',
	'Capabilities',
	'- beyond default',
	'No new privileges',
	'Seccomp',
	'LSM profile',
	'Threads',
	'Memory',
];

/** The facts about a process, those that a person asks for first in front. Each fact that can't be read says so in its place. */
export function processFacts(process: Process): Fact[] {
	if (process.memoryOnly) {
		return preDumpFacts(process);
	}

	const lines = [...identity(process), ...files(process), ...privilegeFacts(process), ...environment(process), ...scheduling(process)];
	const rank = ([name]: Line) => first.includes(name) ? first.indexOf(name) : first.length;
	return lines.toSorted((a, b) => rank(a) - rank(b)).flatMap(([name, value]) => value === undefined ? [] : [{name, value: compose(value)}]);
}

/** A pre-dump has nothing else of a process. */
function preDumpFacts(process: Process): Fact[] {
	return [
		{name: 'Process', value: compose(String(process.pid))},
		{name: 'Dump', value: compose('a pre-dump: memory only, taken while the process ran on; the dump that builds on it says the rest')},
		{name: 'Memory', value: compose(known(() => memoryText(process.memory))!)},
	];
}

function identity(process: Process): Line[] {
	const {pid, pgid, sid} = process;
	return [
		['Process', known(() => compose(`${pid} `, process.comm))],
		['Command line', known(() => process.hasMemory ? commandLineText(process) : undefined)],
		['State', known(() => stateText(process))],
		['Parent', parentText(process)],
		['Children', childrenText(process)],
		['Session', groupText(sid, pid)],
		['Process group', groupText(pgid, pid)],
	];
}

function commandLineText(process: Process): Part {
	const line = commandLine(process);
	const {missing} = process.argv;
	return missing === undefined ? line ?? 'none' : join([...line === undefined ? [] : [line], `(not all of it is here: ${missing})`], ' ');
}

const lostTree = 'not known (pstree.img has lost it)';

function parentText({ppid, orphan}: Process): string {
	if (ppid === undefined) {
		return lostTree;
	}

	return ppid === 0 ? 'none in this checkpoint' : (orphan ? `${ppid}, which is not in this checkpoint` : String(ppid));
}

function childrenText({children, knowsChildren}: Process): string {
	if (children.length === 0) {
		return knowsChildren ? 'none' : lostTree;
	}

	const pids = `${children.length}: ${children.length === 1 ? 'pid' : 'pids'} ${children.map(({pid}) => pid).join(', ')}`;
	return knowsChildren ? pids : `${pids}; there may be more (pstree.img is damaged)`;
}

function threadsText({hasMemory, threadIds, knowsThreads}: Process): string {
	return knowsThreads || !hasMemory ? String(threadIds.length) : `${threadIds.length}, there may be more (pstree.img has lost them)`;
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
		['Executable', known(() => fileText(process.exe))],
		['Working directory', known(() => fileText(process.cwd))],
		['Root', known(() => fileText(process.root))],
		['Umask', known(() => process.umask === undefined ? undefined : process.umask.toString(8).padStart(4, '0'))],
	];
}

function fileText(file: FileReference | undefined): Part | undefined {
	if (file === undefined) {
		return undefined;
	}

	// In front, where a long path does not hide it.
	const sign = file.isMemfd ? 'in memory only: ' : (file.deleted ? 'deleted: ' : '');
	return compose(sign, file.path, file.deleted === undefined ? ' (whether it was deleted is not known)' : '');
}

function environment(process: Process): Line[] {
	const {images} = process;
	return [
		['Architecture', known(() => architectureText(images.core))],
		['Threads', known(() => threadsText(process))],
		['Memory', known(() => process.hasMemory ? memoryText(process.memory) : undefined)],
		...cgroups(images),
		...namespaces(process),
	];
}

function architectureText(core: core_entry): string {
	return `${machineName(core.mtype)}${is32Bit(core) ? ', 32-bit' : ''}`;
}

function memoryText(memory: AddressSpace): string {
	const {sizes} = memory;
	const {dumped = 0, shared = 0} = sizes;
	const elsewhere = memoryElsewhere.filter(([presence]) => sizes[presence] !== undefined).map(([presence, place]) => `${formatExactBytes(sizes[presence]!)} ${place}`);
	const isBased = sizes.parent !== undefined || sizes['parent-missing'] !== undefined;
	return [`${formatExactBytes(dumped + shared)} in ${isBased ? 'this' : 'the'} dump`, ...elsewhere, mappingsText(memory)].join(', ');
}

function mappingsText({vmas: {length}, knowsMappings}: AddressSpace): string {
	const [one, many] = knowsMappings ? ['mapping', 'mappings'] : ['stretch of pages', 'stretches of pages'];
	return `${formatCount(length)} ${length === 1 ? one : many}`;
}

const memoryElsewhere: ReadonlyArray<readonly [Presence, string]> = [
	['parent', 'in its parent'],
	['parent-missing', 'in its parent, which is not here'],
	['lazy', 'left on the source host'],
	['truncated', 'lost: cut off or missing'],
	['encoded', 'encrypted, or in a newer form'],
];

function cgroups(images: ProcessImages): Line[] {
	return section('Control group', () => {
		const {thread_core: own, tc} = images.core;
		const set = own?.cg_set ?? tc?.cg_set;
		return set === undefined ? undefined : cgroupsOf(images.directory, set);
	}, groups => groups.map(({hierarchy, path}) => ['Control group', compose(hierarchy, ':', path)]));
}

function namespaces(process: Process): Line[] {
	const {images} = process;
	return section('Namespaces', () => process.hasMemory ? images.ids : undefined, own => {
		const host = orNothing(() => images.directory.inventory?.root_ids);
		return namespaceKinds.flatMap(({name, field}): Line[] => {
			const relation = host?.[field] === undefined ? '' : (host[field] === own[field] ? ', the same as the dumper' : ', its own');
			return own[field] === undefined ? [] : [[`Namespace ${name}`, `${own[field]}${relation}`]];
		});
	});
}

function scheduling(process: Process): Line[] {
	const {images} = process;
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
