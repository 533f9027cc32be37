import type {Archive} from '../../archive/archive.js';
import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {counted} from '../../checkpoint/compose.js';
import type {Descriptor} from '../../checkpoint/model.js';
import type {Mount} from '../../checkpoint/mounts.js';
import type {Process} from '../../checkpoint/process.js';
import {isLost} from '../../memory/presence.js';
import {presenceText} from '../absence.js';
import type {OpenSocket} from '../sockets.js';
import type {ShowStep, Step} from '../step.js';
import {processesOf, type Doubt, type OfProcess} from './both.js';
import {compareDescriptors} from './descriptors.js';
import {sides, type Both, type Difference} from './difference.js';
import {compareFileSystems, type FileSystemDifference} from './file-systems.js';
import {compareMaps, type MappingDifference} from './maps.js';
import {compareMemory, type MemoryDifference} from './memory.js';
import {compareMetadata, type MetadataDifference} from './metadata.js';
import {compareMounts} from './mounts.js';
import {compareProcesses} from './processes.js';
import type {ReplaceableDifference} from './replaceable.js';
import {compareSockets} from './sockets.js';

/** What can be compared beside the processes; the pages of the memory are the only ones that take long. */
export const subjects = ['files', 'sockets', 'maps', 'memory', 'mounts', 'rootfs', 'metadata'] as const;

export type Subject = (typeof subjects)[number];

/** What is the same and what is not between two checkpoints. What was not asked for, or could not be compared, is undefined. */
export type CheckpointDiff = {
	readonly processes: Difference<Process> | undefined;
	readonly files: ReplaceableDifference<OfProcess<Descriptor>> | undefined;
	readonly sockets: ReplaceableDifference<OfProcess<OpenSocket>> | undefined;
	readonly maps: MappingDifference | undefined;
	readonly memory: readonly MemoryDifference[] | undefined;
	readonly mounts: Difference<Mount> | undefined;
	readonly rootfs: FileSystemDifference | undefined;
	readonly metadata: MetadataDifference | undefined;
	/** What could not be compared, and why. */
	readonly doubts: readonly Doubt[];
};

type Options = {
	readonly subjects: ReadonlySet<Subject>;
	/** The processes to compare; all of them where it is empty. */
	readonly pids: readonly number[];
	readonly show?: ShowStep;
};

/**
Compares two checkpoints, the first of which is what was before.

@throws {InputError} when neither has a process of the pids that are asked for
@throws {PendingError} while either is being decompressed
*/
export async function compareCheckpoints(checkpoints: Both<Checkpoint>, {subjects: asked, pids, show}: Options): Promise<CheckpointDiff> {
	const {answers: processes, doubts} = processesOf(checkpoints, pids);
	requireProcesses(processes, pids);
	const files = processes && asked.has('files') ? compareDescriptors(processes) : undefined;
	const sockets = processes && asked.has('sockets') ? compareSockets(processes) : undefined;
	const maps = processes && asked.has('maps') ? compareMaps(processes) : undefined;
	const memory = asked.has('memory') ? finish(compareMemory(checkpoints, pids), show) : undefined;
	const mounts = asked.has('mounts') ? compareMounts(checkpoints) : undefined;
	const rootfs = asked.has('rootfs') ? await compareFileSystems(checkpoints) : undefined;
	const metadata = asked.has('metadata') ? compareMetadata(checkpoints) : undefined;
	const tree = processes && compareProcesses(processes);
	return {
		processes: tree, files, sockets, maps, memory: memory?.processes, mounts: mounts?.difference, rootfs, metadata,
		doubts: once([
			...doubts,
			...[files, sockets, maps, memory, mounts, rootfs, metadata].flatMap(part => part?.doubts ?? []),
			...unknownFacts(tree, ({pid}) => pid),
			...[files, sockets, maps].flatMap(part => unknownFacts<{readonly process: Process}>(part, ({process}) => process.pid)),
			...lostPages(memory?.processes ?? []),
			...sides.flatMap(side => damageOf(checkpoints[side]).map(error => ({side, error, pids: []}))),
		]).filter(({side, error}) => !isOfArchive(error, checkpoints[side].archive)),
	};
}

function requireProcesses(processes: Both<readonly Process[]> | undefined, pids: readonly number[]): void {
	const missing = processes && pids.find(wanted => [...processes.a, ...processes.b].every(({pid}) => pid !== wanted));
	if (missing !== undefined) {
		throw new InputError(`pid ${missing}`, 'no such process in either checkpoint; cryoscope ps lists them');
	}
}

function finish<Result>(work: Generator<Step, Result>, show: ShowStep | undefined): Result {
	let step = work.next();
	for (; !step.done; step = work.next()) {
		show?.(step.value);
	}

	return step.value;
}

function unknownFacts<T>(part: Difference<T> | undefined, pidOf: (thing: T) => number): Doubt[] {
	return [...part?.changed ?? [], ...part?.unknown ?? []].flatMap(({after, unknown}) => unknown.map(({side, error}) => ({side, error, pids: [pidOf(after)]})));
}

function damageOf({archive, problems}: Checkpoint): readonly InputError[] {
	return problems.filter(problem => !isOfArchive(problem, archive));
}

// What is wrong with the file itself is told by whoever opened it.
function isOfArchive({message}: InputError, {problems}: Archive): boolean {
	return problems.some(problem => problem.message === message);
}

// Pages that are in no dump by their nature are no loss; those that a dump should have are.
function lostPages(memory: readonly MemoryDifference[]): Doubt[] {
	return memory.flatMap(({pid, unknown}) => sides.flatMap(side => [...Map.groupBy(unknown.filter(reason => isLost(reason[side])), reason => reason[side])].map(([presence, reasons]) => ({
		side, pids: [pid], error: new InputError('memory', `${counted(reasons.reduce((sum, {pages}) => sum + pages, 0), 'page')} not compared: ${presenceText(presence)}`),
	}))));
}

// One damaged image may cost many processes their answers, and is told of once.
function once(doubts: readonly Doubt[]): Doubt[] {
	return [...Map.groupBy(doubts, ({side, error}) => `${side} ${error.message}`).values()].map(same => ({...same[0]!, pids: [...new Set(same.flatMap(({pids}) => pids))]}));
}

/** Whether anything is known to differ. */
export function isDifferent({processes, files, sockets, maps, memory, mounts, rootfs, metadata}: CheckpointDiff): boolean {
	return [processes, files, sockets, maps, mounts, rootfs, metadata].some(part => part !== undefined && part.added.length + part.removed.length + part.changed.length > 0)
		|| [files, sockets].some(part => (part?.replaced.length ?? 0) > 0)
		|| (memory ?? []).some(({total}) => total.changed + total.onlyA + total.onlyB > 0);
}
