import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {withDescendants} from '../../checkpoint/task-tree.js';
import {chosenProcesses, outermost} from '../chosen-processes.js';
import {Problems} from '../problems.js';
import {inspectContainer, type InspectedContainer} from './container.js';
import {inspectDescriptors, type ProcessDescriptors} from './descriptors.js';
import {inspectMetadata, type InspectedMetadata} from './metadata.js';
import {inspectMounts, type InspectedMount} from './mounts.js';
import {inspectProcessTrees, type InspectedProcess} from './process-tree.js';
import {inspectSockets, type ProcessSockets} from './sockets.js';
import {inspectStatistics, type InspectedStatistics} from './statistics.js';

/** What to inspect beside the container itself. */
export type Parts = {
	readonly statistics: boolean;
	readonly metadata: boolean;
	readonly mounts: boolean;
	readonly processTree: boolean;
	/** With the processes: their command lines, their environment. */
	readonly commandLines: boolean;
	readonly environment: boolean;
	readonly files: boolean;
	readonly sockets: boolean;
	/** Only these processes, with those below them; all where none is named. */
	readonly pids: readonly number[];
};

/**
Everything about a checkpoint in one document, with the fields of `checkpointctl inspect --format json` under their names and with their types. What checkpointctl leaves out is in fields of other names; `readme.md` lists them.

A field whose image is damaged or missing is null or left out, and `problems` says why.
*/
export type Inspection = InspectedContainer & {
	readonly statistics?: InspectedStatistics | undefined;
	readonly metadata?: InspectedMetadata | undefined;
	readonly process_tree?: InspectedProcess | undefined;
	/** Of processes that are not below the first: orphans, others that were asked for, and those that lie too deep to be nested. */
	readonly other_process_trees?: readonly InspectedProcess[] | undefined;
	readonly file_descriptors?: readonly ProcessDescriptors[] | undefined;
	readonly sockets?: readonly ProcessSockets[] | undefined;
	readonly mounts?: readonly InspectedMount[] | undefined;
	readonly problems?: readonly string[] | undefined;
};

/**
Inspects a checkpoint.

@throws {InputError} when one of `parts.pids` is not in the checkpoint
@throws {PendingError}
*/
export function inspect(checkpoint: Checkpoint, parts: Parts): Inspection {
	const problems = new Problems();
	const {container} = checkpoint;
	const inspection = {
		...inspectContainer(container, problems),
		statistics: parts.statistics ? inspectStatistics(checkpoint, problems) : undefined,
		metadata: parts.metadata ? inspectMetadata(container, problems) : undefined,
		...(parts.processTree && inspectProcesses(checkpoint, parts, problems)),
		mounts: parts.mounts ? inspectMounts(container, problems) : undefined,
	};
	problems.addAll(checkpoint.problems.map(({message}) => message));
	return {...inspection, problems: problems.messages.length === 0 ? undefined : problems.messages};
}

function inspectProcesses(checkpoint: Checkpoint, parts: Parts, problems: Problems): Partial<Inspection> {
	const roots = parts.pids.length === 0 ? problems.of(() => checkpoint.roots) ?? [] : outermost(chosenProcesses(checkpoint, parts.pids));
	const [first, ...others] = inspectProcessTrees(roots, parts, problems);
	const processes = roots.flatMap(root => withDescendants(root)).sort((one, other) => one.pid - other.pid);
	return {
		process_tree: first,
		other_process_trees: others.length === 0 ? undefined : others,
		file_descriptors: parts.files ? inspectDescriptors(processes, problems) : undefined,
		sockets: parts.sockets ? inspectSockets(processes, problems) : undefined,
	};
}
