import {defineCommand, type Options} from '../command.js';
import {pidOption} from '../view-options.js';

export const diffOptions = {
	files: {help: 'descriptors: opened, closed, of another file, with other flags or position'},
	sockets: {help: 'sockets: new, gone, other state, addresses or queues'},
	maps: {help: 'mappings: new, gone, other protection or size'},
	memory: {help: 'the pages themselves, one by one: reads all of both dumps'},
	mounts: {help: 'what was mounted'},
	rootfs: {help: 'files that the container had changed, by their content'},
	metadata: {help: 'container, pod, times, statistics, annotations, configured environment'},
	all: {help: 'all of these'},
	'ps-tree-cmd': {help: 'show processes by their command lines'},
	'ps-tree-env': {help: 'show the environment of processes that are new, gone or changed'},
	'show-unchanged': {help: 'show also what is the same'},
	...pidOption,
	'exit-code': {help: 'end with 0 when nothing differs, 1 when something does, 2 when not all could be compared'},
	format: {value: 'FORMAT', choices: ['tree', 'json'], help: 'tree for people, json for programs'},
} as const satisfies Options;

/** Two checkpoints compared, as a command. */
export const diff = defineCommand({
	name: 'diff',
	summary: 'What changed between two checkpoints, of which A is the earlier one.',
	operands: {usage: 'A B', least: 2, most: 2, completes: 'file'},
	options: diffOptions,
	notes: `
Processes are always compared: name, state, parent, command line, environment,
credentials. So is all the rest, unless some of it is asked for; only the pages of the
memory, which take long, have to be. The checkpoints may be of different containers.

A page is the same or changed only when both dumps have its bytes. All others are
unknown, with the reason: most are left to the file that is mapped.

JSON has the fields of checkpointctl under its names. The created of a checkpoint is
the container's; checkpointed and images_written tell when each checkpoint was made.
Besides, each section (map_, mount_, rootfs_ and metadata_changes too) has modified,
with field, before and after of each change, replaced (the number is another thing
now), unknown (lost on a side) and unchanged_count. memory_changes has processes with
their pages and changed_ranges. A cmdline in changes has a NUL behind each argument.
problems is what could not be compared.`.slice(1),
	examples: [
		['diff before.tar after.tar', 'what changed, but for the content of the memory'],
		['diff --memory --pid 7 before.tar after.tar', 'which pages of process 7 changed'],
		['diff --files --sockets --format json before.tar after.tar', 'descriptors and sockets, for a program'],
		['diff --exit-code --rootfs before.tar after.tar', 'whether processes or files changed, for a script'],
	],
	load: async () => (await import('./run.js')).run,
});
