import {lazy} from '../../archive/attempt.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import type {Pagemap} from '../../criu/pagemap.js';
import {readVmas, type Vmas} from '../../criu/vmas.js';
import {pagemapIn} from '../../memory/image-layer.js';
import {Untrusted} from '../../text/untrusted.js';
import {orNothing} from '../complaint.js';
import {compose} from '../compose.js';
import {containerFacts} from '../container-facts.js';
import type {Container} from '../container.js';
import {Endpoints} from '../descriptors/endpoints.js';
import {readMemoryTotals, type MemoryTotals} from '../dump-memory.js';
import type {EngineFiles} from '../engine-files.js';
import {FileTable} from '../file-table.js';
import {Holders} from '../holders.js';
import {lazyObject} from '../lazy-object.js';
import {layoutOf, type Layout} from '../layout.js';
import {isPreDump} from '../pre-dump.js';
import {ProcessImages} from '../process-images.js';
import {readTaskTree, withDescendants, type Task, type TaskTree} from '../task-tree.js';
import {readThreadFacts, type ThreadFacts} from './thread-facts.js';

/**
A directory of images as the rules look at it. Each property is read when it is first asked for, once; reading it throws `InputError` where that is damaged or missing.
*/
export type Dump = {
	readonly images: ImageDirectory;
	/** Another dump builds on it: of this one only the memory counts. */
	readonly isParent: boolean;
	/** It has memory and nothing else. */
	readonly isPreDump: boolean;
	/** What stands before the name of one of its files that is not in the archive under check. */
	readonly outside: string;
	readonly layout: Layout;
	readonly container: Container;
	readonly tree: TaskTree;
	/** Every task, parents before children. */
	readonly tasks: readonly Task[];
	/** Every task and thread by its id; undefined where a part of the tree is lost. */
	readonly taskIds: ReadonlySet<number> | undefined;
	/** The tasks that were alive, and have more than a core. */
	readonly processes: readonly ProcessImages[];
	/** Their threads whose core can be read, leaders included. */
	readonly threads: readonly ThreadFacts[];
	readonly files: FileTable;
	readonly endpoints: Endpoints;
	readonly holders: Holders;
	readonly memory: MemoryTotals;
	/** By name, those that can be read. */
	readonly pagemaps: ReadonlyMap<string, Pagemap>;
	/** The mappings of each process. */
	readonly mappings: ReadonlyArray<{readonly pid: number; readonly vmas: Vmas}>;
};

/** `outside` is the directory's path where it is not in the archive under check. */
export function dumpIn(images: ImageDirectory, {isParent, outside = ''}: {readonly isParent: boolean; readonly outside?: string}): Dump {
	const files = new FileTable(images);
	const layout = lazy(() => layoutOf(images));
	const memory = lazy(() => readMemoryTotals(images));
	const tree = lazy(() => readTaskTree(images));
	const tasks = lazy(() => tree().roots.flatMap(root => withDescendants(root)));
	const processes = lazy(() => tasks().map(({pid}) => new ProcessImages(images, pid)).filter(process => orNothing(() => process.dead) === false));
	return lazyObject<Dump>({
		images: () => images,
		isParent: () => isParent,
		isPreDump: () => isPreDump(images),
		outside: () => outside,
		layout,
		container: () => containerFacts(images.archive, layout, memory),
		tree,
		tasks,
		taskIds: () => taskIdsOf(orNothing(tasks), processes),
		processes,
		threads: () => readThreadFacts(images, tasks(), new Set(processes().map(({pid}) => pid))),
		files: () => files,
		endpoints: () => new Endpoints(images, files),
		holders: () => new Holders(processes),
		memory,
		pagemaps: () => pagemapsOf(images),
		mappings: () => processes().flatMap(({pid}) => {
			const vmas = orNothing(() => readVmas(images, pid));
			return vmas === undefined ? [] : [{pid, vmas}];
		}),
	});
}

/** A file of a dump, with its path. */
export function fileOf({images, outside}: Dump, name: string): Untrusted {
	return compose(outside, new Untrusted(Buffer.from(images.prefix + name, 'latin1')));
}

/** A file of the engine, beside the images. */
export function fileBeside({folder}: EngineFiles, name: string): Untrusted {
	return new Untrusted(Buffer.from(folder + name, 'latin1'));
}

function pagemapsOf(images: ImageDirectory): Map<string, Pagemap> {
	return new Map(images.names().filter(name => name.startsWith('pagemap-')).flatMap(name => {
		const pagemap = orNothing(() => pagemapIn(images, name));
		return pagemap === undefined ? [] : [[name, pagemap]];
	}));
}

function taskIdsOf(tasks: readonly Task[] | undefined, processes: () => readonly ProcessImages[]): ReadonlySet<number> | undefined {
	if (!tasks?.every(({knowsChildren}) => knowsChildren)) {
		return undefined;
	}

	// The threads of a dead task mean nothing.
	const alive = new Set(processes().map(({pid}) => pid));
	return new Set(tasks.flatMap(({pid, threadIds}) => alive.has(pid) ? [pid, ...threadIds] : [pid]));
}
