import {InputError} from '../../archive/byte-source.js';
import {allCapabilities, capabilityNames} from '../../checkpoint/capabilities.js';
import {orNothing} from '../../checkpoint/complaint.js';
import {compose, join} from '../../checkpoint/compose.js';
import {secureBitsNames} from '../../checkpoint/credentials.js';
import type {Credentials, FileReference, ProcessStrings} from '../../checkpoint/model.js';
import type {Process} from '../../checkpoint/process.js';
import {removedFiles, requireNotLost} from '../../checkpoint/required.js';
import {seccompMode} from '../../checkpoint/threads.js';
import {withoutRemains} from '../args.js';
import {inOneLine} from '../in-one-line.js';
import type {Cell} from '../view.js';
import {compare, pairOf, type Both, type Difference, type Field} from './difference.js';
import {compareVariables} from './variables.js';

const capabilitySets = ['permitted', 'effective', 'inheritable', 'bounding', 'ambient'] as const;

// What there is of every process, dead or alive.
const coreFields: ReadonlyArray<Field<Process>> = [
	{name: 'command', title: 'Name', type: 'text', value: ({comm}) => comm},
	{name: 'state', title: 'State', type: 'text', value: ({state}) => state},
	{name: 'exit_code', title: 'Exit code', type: 'number', value: process => process.hasMemory ? undefined : process.exitCode},
	{name: 'exit_signal', title: 'Ended by', type: 'text', value: process => process.hasMemory ? undefined : process.exitSignal},
	{name: 'ppid', title: 'Parent', type: 'pid', value: process => fromTree(process, process.ppid)},
	{name: 'pgid', title: 'Process group', type: 'pid', value: process => fromTree(process, process.pgid)},
	{name: 'sid', title: 'Session', type: 'pid', value: process => fromTree(process, process.sid)},
];

const livingFields: ReadonlyArray<Field<Process>> = [
	...coreFields,
	{name: 'cmdline', title: 'Command line', type: 'text', value: ({argv}) => whole(argv, 'the command line'), text: ({argv}) => inOneLine(withoutRemains(argv))},
	{name: 'environment', title: 'Environment', type: 'text', value: ({environ}) => whole(environ, 'the environment'), change: environmentChange},
	{name: 'executable', title: 'Executable', type: 'text', isPath: true, value: process => pathOf(process, process.exe)},
	{name: 'working_directory', title: 'Working directory', type: 'text', isPath: true, value: process => pathOf(process, process.cwd)},
	{name: 'root', title: 'Root', type: 'text', isPath: true, value: process => pathOf(process, process.root)},
	{name: 'umask', title: 'Umask', type: 'text', value: ({umask}) => umask?.toString(8).padStart(4, '0')},
	{name: 'threads', title: 'Threads', type: 'text', value: process => fromTree(process, process.ppid) >= 0 ? process.threadIds.join(', ') : undefined, change: threadsChange},
	credential('uid', 'User', ({uid}) => uid),
	credential('euid', 'Effective user', ({euid}) => euid),
	credential('suid', 'Saved user', ({suid}) => suid),
	credential('fsuid', 'File system user', ({fsuid}) => fsuid),
	credential('gid', 'Group', ({gid}) => gid),
	credential('egid', 'Effective group', ({egid}) => egid),
	credential('sgid', 'Saved group', ({sgid}) => sgid),
	credential('fsgid', 'File system group', ({fsgid}) => fsgid),
	credential('groups', 'Groups', ({groups}) => groups.join(', ')),
	...capabilitySets.map((set): Field<Process> => ({
		name: `cap_${set}`, title: `${set[0]!.toUpperCase()}${set.slice(1)} capabilities`, type: 'address',
		value: ({credentials}) => credentials?.capabilities[set],
		text: ({credentials}) => credentials && setText(credentials.capabilities[set]),
		change: (before, after) => [setChange(before.credentials?.capabilities[set] ?? 0n, after.credentials?.capabilities[set] ?? 0n)],
	})),
	{...credential('no_new_privileges', 'No new privileges', ({noNewPrivileges}) => noNewPrivileges), text: ({credentials}) => credentials && (credentials.noNewPrivileges ? 'yes' : 'no')},
	credential('secure_bits', 'Secure bits', ({secureBits}) => secureBitsNames(secureBits).join(', ')),
	credential('lsm_profile', 'LSM profile', ({lsmProfile}) => lsmProfile),
	{name: 'seccomp', title: 'Seccomp', type: 'text', value: process => process.hasMemory ? seccompMode(process.images.core) : undefined},
];

/** Compares processes by their ids. */
export function compareProcesses({a, b}: Both<readonly Process[]>): Difference<Process> {
	return compare(a, b, ({pid}) => pid, (before, after) => pairOf([before, after].some(process => isDead(process)) ? coreFields : livingFields, before, after));
}

// One whose core is lost may have been alive: everything that is asked of it says what is lost.
function isDead(process: Process): boolean {
	return orNothing(() => process.hasMemory) === false;
}

function credential(name: string, title: string, value: (credentials: Credentials) => Cell): Field<Process> {
	return {name, title, type: 'text', value: ({credentials}) => credentials && value(credentials)};
}

function fromTree({pid}: Process, id: number | undefined): number {
	if (id === undefined) {
		throw new InputError('pstree.img', `has lost process ${pid}`);
	}

	return id;
}

/** The strings with a NUL behind each, as `/proc/PID/cmdline` and `/proc/PID/environ` have them. */
function whole(strings: ProcessStrings, what: string): Cell {
	if (strings.missing !== undefined) {
		throw new InputError(what, `not all of it is here: ${strings.missing}`);
	}

	return strings.strings.length === 0 ? undefined : compose(join(strings.strings, '\0'), '\0');
}

function pathOf({images: {directory}}: Process, file: FileReference | undefined): Cell {
	requireNotLost(directory, removedFiles);
	return file === undefined ? undefined : compose(file.path, file.deleted ? ' (deleted)' : '');
}

function environmentChange(before: Process, after: Process): string[] {
	const {added, removed, changed} = compareVariables(before.environ.strings, after.environ.strings);
	const lines = [
		...removed.map(({name, value}) => `- ${name.toString()}=${value?.toString() ?? ''}`),
		...added.map(({name, value}) => `+ ${name.toString()}=${value?.toString() ?? ''}`),
		...changed.map(pair => `~ ${pair.after.name.toString()}: ${pair.before.value?.toString() ?? ''} -> ${pair.after.value?.toString() ?? ''}`),
	];
	return lines.length === 0 ? ['the same variables in another order'] : lines;
}

function threadsChange(before: Process, after: Process): string[] {
	const [earlier, later] = [new Set(before.threadIds), new Set(after.threadIds)];
	return [[
		`${earlier.size} -> ${later.size}:`,
		...[...later.difference(earlier)].map(id => `+${id}`),
		...[...earlier.difference(later)].map(id => `-${id}`),
	].join(' ')];
}

function setText(set: bigint): string {
	return set === 0n ? 'none' : (set === allCapabilities ? 'all' : capabilityNames(set).join(' '));
}

function setChange(before: bigint, after: bigint): string {
	return [
		...capabilityNames(after & ~before).map(name => `+${name}`),
		...capabilityNames(before & ~after).map(name => `-${name}`),
	].join(' ');
}
