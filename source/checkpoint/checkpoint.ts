import type {Archive} from '../archive/archive.js';
import type {InputError} from '../archive/byte-source.js';
import type {Container} from './container.js';
import type {Process} from './process.js';

/** A frozen container. Opening one reads the archive's index; everything else is loaded when it is first asked for, once. */
export type Checkpoint = {
	readonly archive: Archive;
	readonly container: Container;
	/** The roots of the tree: tasks without a parent, orphans last. */
	readonly roots: readonly Process[];
	/** Every task, parents before children. */
	readonly processes: readonly Process[];
	process(pid: number): Process | undefined;
	/** Everything that was found to be wrong so far. */
	readonly problems: readonly InputError[];
	close(): void;
};
