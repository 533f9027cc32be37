import type {ContainerView, ProcessView} from '../views/view.js';
import type {Command} from './command.js';
import type {Names} from './view-commands.js';

/** Every subcommand by its name, in the order of the help, and what loads it: whoever runs one need not wait for the others. */
const loads = {
	ps: async () => (await import('./ps.js')).ps,
	pstree: async () => (await import('./pstree.js')).pstree,
	args: ofProcess(async () => (await import('../views/args.js')).args, {options: '--pid 7', what: 'the arguments of process 7'}),
	env: ofProcess(async () => (await import('../views/env.js')).env, {options: '--format json', what: 'the environment of every process, for a program'}),
	files: ofProcess(async () => (await import('../views/files.js')).files, {options: '-p 1 -p 7', what: 'what processes 1 and 7 had open'}),
	sockets: ofProcess(async () => (await import('../views/sockets.js')).sockets, {options: '', what: 'the sockets of every process'}),
	maps: ofProcess(async () => (await import('../views/maps.js')).maps, {options: '-p 1 --format csv', what: 'the memory map of process 1, for a spreadsheet'}),
	threads: ofProcess(async () => (await import('../views/threads.js')).threads, {options: '-p 1 --format ndjson', what: 'threads with their registers, one a line'}),
	history: async () => (await import('./history.js')).history,
	network: async () => (await import('./network.js')).networkCommand,
	mounts: ofContainer(async () => (await import('../views/mounts.js')).mounts, {options: '--format json', what: 'the mounts, with every field'}),
	changes: async () => (await import('./changes.js')).changesCommand,
	tmpfs: ofContainer(async () => (await import('../views/saved-files.js')).tmpfs, {options: '', what: 'what was on its tmpfs'}),
	contents: ofContainer(async () => (await import('../views/contents.js')).contents, {options: '--format json', what: 'deleted files, memfds, queues and such, and who has them open'}),
	findings: async () => (await import('./findings.js')).findings,
	stats: ofContainer(async () => (await import('../views/stats.js')).stats, {options: '', what: 'how long the dump took, and what it wrote'}),
	metadata: async () => (await import('./metadata.js')).metadataCommand,
	images: async () => (await import('./images.js')).images,
	search: async () => (await import('./search/command.js')).search,
	strings: async () => (await import('./strings/command.js')).stringsCommand,
	secrets: async () => (await import('./secrets/command.js')).secretsCommand,
	show: async () => (await import('./checkpoint-commands.js')).showCommand,
	inspect: async () => (await import('./checkpoint-commands.js')).inspectCommand,
	memparse: async () => (await import('./checkpoint-commands.js')).memparseCommand,
	export: async () => (await import('./export/command.js')).exportCommand,
	edit: async () => (await import('./edit/command.js')).editCommand,
	extract: async () => (await import('./extract/command.js')).extractCommand,
	report: async () => (await import('./report/command.js')).reportCommand,
	list: async () => (await import('./list/command.js')).list,
	diff: async () => (await import('./diff/command.js')).diff,
	check: async () => (await import('./check/command.js')).check,
	build: async () => (await import('./oci-image/command.js')).buildCommand,
	'crit decode': async () => (await import('./crit/commands.js')).decodeCommand,
	'crit encode': async () => (await import('./crit/commands.js')).encodeCommand,
	'crit show': async () => (await import('./crit/commands.js')).showCommand,
	'crit info': async () => (await import('./crit/commands.js')).infoCommand,
	'crit x': async () => (await import('./crit/commands.js')).xCommand,
	'plugin list': async () => (await import('./plugins/command.js')).pluginCommand,
	completion: async () => (await import('./completion/command.js')).completionCommand,
} as const satisfies Readonly<Record<string, () => Promise<Command>>>;

type Name = keyof typeof loads;

/** The names of all commands. */
export const commandNames = Object.keys(loads) as readonly Name[];

/** The commands of these names. */
export async function loadCommands(names = commandNames): Promise<readonly Command[]> {
	return Promise.all(names.map(async name => loads[name]()));
}

/** The command that `argv` begins with, whose name may be two words, and the arguments behind it; undefined when it begins with none. */
export async function findCommand(argv: readonly string[]): Promise<{readonly command: Command; readonly rest: readonly string[]} | undefined> {
	for (const words of [2, 1]) {
		const name = commandNames.find(known => known === argv.slice(0, words).join(' '));
		if (name !== undefined) {
			return {command: await loads[name](), rest: argv.slice(words)};
		}
	}

	return undefined;
}

/** The names of the commands of two words that begin with `word`. */
export function namesBehind(word: string | undefined): readonly Name[] {
	return commandNames.filter(name => name.startsWith(`${word} `));
}

function ofProcess<Row>(loadView: () => Promise<ProcessView<Row>>, names: Names): () => Promise<Command> {
	return async () => {
		const [{processCommand}, view] = await Promise.all([import('./view-commands.js'), loadView()]);
		return processCommand(view, names);
	};
}

function ofContainer<Row>(loadView: () => Promise<ContainerView<Row>>, names: Names): () => Promise<Command> {
	return async () => {
		const [{containerCommand}, view] = await Promise.all([import('./view-commands.js'), loadView()]);
		return containerCommand(view, names);
	};
}
