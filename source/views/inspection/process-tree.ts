import type {ProcessStrings, TaskState} from '../../checkpoint/model.js';
import type {Process} from '../../checkpoint/process.js';
import type {Untrusted} from '../../text/untrusted.js';
import {withoutRemains} from '../args.js';
import {environmentStrings, nameAndValue} from '../env.js';
import type {Problems} from '../problems.js';
import {commandLine} from '../processes.js';

export type InspectedProcess = {
	readonly pid: number;
	/** Null where its image is damaged or missing. */
	readonly command: Untrusted | null;
	/** The arguments with a blank between two. */
	readonly cmdline?: Untrusted | undefined;
	readonly task_state?: string | undefined;
	/** The strings of the form NAME=value; of several with one name the first, which is the one that getenv(3) finds. */
	readonly environment_variables?: ReadonlyMap<Untrusted, Untrusted> | undefined;
	readonly children?: readonly InspectedProcess[] | undefined;

	readonly ppid?: number | undefined;
	readonly pgid?: number | undefined;
	readonly sid?: number | undefined;
	/** Its parent is in no image. */
	readonly orphan?: true | undefined;
	/** Of a dead task. */
	readonly exit_code?: number | undefined;
	readonly exit_signal?: string | undefined;
	readonly threads?: ReadonlyArray<{readonly tid: number; readonly name: Untrusted}> | undefined;
	readonly arguments?: readonly Untrusted[] | undefined;
	/** The program wrote a title over them: what is shown is what is left. */
	readonly arguments_overwritten?: true | undefined;
	/** Every string of the environment in its order, where `environment_variables` does not say it all. */
	readonly environment?: readonly Untrusted[] | undefined;
	readonly environment_overwritten?: true | undefined;
};

export type ProcessParts = {
	readonly commandLines: boolean;
	readonly environment: boolean;
};

const states: Record<TaskState, string> = {alive: 'Alive', dead: 'Dead', stopped: 'Stopped', zombie: 'Zombie', unknown: 'Unknown'};

// A suspect decides how deep the tree is, and what reads JSON gives up at some depth.
const deepest = 200;

/** The processes `roots` and all below them, nested. A process that lies too deep begins a tree of its own. */
export function inspectProcessTrees(roots: readonly Process[], parts: ProcessParts, problems: Problems): InspectedProcess[] {
	const waiting = [...roots];
	const trees: InspectedProcess[] = [];
	const inspectProcess = (process: Process, depth: number): InspectedProcess => {
		if (depth === deepest) {
			waiting.push(...process.children);
		}

		const children = depth === deepest ? [] : process.children.map(child => inspectProcess(child, depth + 1));
		return {...describe(process, parts, problems), children: children.length === 0 ? undefined : children};
	};

	for (const root of waiting) {
		trees.push(inspectProcess(root, 1));
	}

	return trees;
}

function describe(process: Process, parts: ProcessParts, problems: Problems): InspectedProcess {
	const {pid, ppid, pgid, sid, orphan} = process;
	const state = problems.of(() => process.state);
	const isDead = state === 'dead' || state === 'zombie';
	const threads = problems.of(() => process.threads) ?? [];
	problems.addAll(threads.flatMap(({problem}) => problem === undefined ? [] : [problem.message]));
	return {
		pid,
		command: problems.of(() => process.comm) ?? null,
		...(parts.commandLines && describeArguments(process, problems)),
		task_state: state === undefined ? undefined : states[state],
		...(parts.environment && describeEnvironment(process, problems)),
		ppid, pgid, sid,
		orphan: orphan || undefined,
		...(isDead && {exit_code: process.exitCode, exit_signal: process.exitSignal}),
		threads: threads.length === 0 ? undefined : threads.map(({tid, name}) => ({tid, name})),
	};
}

function describeArguments(process: Process, problems: Problems): Partial<InspectedProcess> {
	const argv = stringsOf(process, () => process.argv, 'arguments', problems);
	if (argv === undefined || argv.strings.length === 0) {
		return {};
	}

	return {
		cmdline: commandLine(process),
		arguments: withoutRemains(argv),
		arguments_overwritten: argv.overwritten || undefined,
	};
}

function describeEnvironment(process: Process, problems: Problems): Partial<InspectedProcess> {
	const environ = stringsOf(process, () => process.environ, 'environment', problems);
	if (environ === undefined || environ.strings.length === 0) {
		return {};
	}

	const strings = environmentStrings(environ);
	const variables = new Map<string, readonly [name: Untrusted, value: Untrusted]>();
	for (const string of strings) {
		const {name, value} = nameAndValue(string);
		if (value !== undefined && name.length > 0 && !variables.has(name.toKey())) {
			variables.set(name.toKey(), [name, value]);
		}
	}

	return {
		environment_variables: new Map(variables.values()),
		environment: variables.size === strings.length ? undefined : strings,
		environment_overwritten: environ.overwritten || undefined,
	};
}

/** Strings of the process's memory; that some of them are not there is a problem. */
function stringsOf({pid}: Process, question: () => ProcessStrings, what: string, problems: Problems): ProcessStrings | undefined {
	const strings = problems.of(question);
	if (strings?.missing !== undefined) {
		problems.add(`pid ${pid}: not all of the ${what} is here: ${strings.missing}`);
	}

	return strings;
}
