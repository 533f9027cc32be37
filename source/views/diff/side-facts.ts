import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {orNothing} from '../../checkpoint/complaint.js';
import {Untrusted} from '../../text/untrusted.js';

/** What tells one side from the other; undefined where it is not known. */
export type SideFacts = {
	readonly path: Untrusted;
	readonly engine: string | undefined;
	readonly id: Untrusted | undefined;
	readonly name: Untrusted | undefined;
	readonly image: Untrusted | undefined;
	/** When the container was made; the same for all its checkpoints. Milliseconds since 1970. */
	readonly created: number | undefined;
	/** When the checkpoint was made, as the engine says; not every engine does. */
	readonly checkpointed: number | undefined;
	/** The same, by the times of the images. */
	readonly written: number | undefined;
	/** Bytes of the images. */
	readonly size: number | undefined;
	/** Bytes of the pages files among them. */
	readonly pages: number | undefined;
};

export function sideFacts({archive, container}: Checkpoint): SideFacts {
	// What is left of a damaged archive has a size, but not that of the checkpoint.
	const isWhole = archive.problems.length === 0;
	return {
		path: Untrusted.from(archive.path),
		engine: orNothing(() => container.engine),
		id: orNothing(() => container.id),
		name: orNothing(() => container.name),
		image: orNothing(() => container.image),
		created: orNothing(() => container.created),
		checkpointed: orNothing(() => container.checkpointed),
		written: orNothing(() => container.written),
		size: isWhole ? orNothing(() => container.sizes.checkpoint.size) : undefined,
		pages: isWhole ? orNothing(() => container.memory.pages.size) : undefined,
	};
}

/** Whether both are of one container; undefined where a side does not say whose it is. */
export function isSameContainer(a: SideFacts, b: SideFacts): boolean | undefined {
	return a.id === undefined || b.id === undefined ? undefined : a.id.equals(b.id);
}
