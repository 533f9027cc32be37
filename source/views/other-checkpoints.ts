import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {listed} from '../checkpoint/compose.js';
import type {Untrusted} from '../text/untrusted.js';

/**
The folders of the checkpoints beside the opened one, such as those of a pod's other containers, but for the ones that it builds on.

@throws {PendingError} while there may be more
*/
export function otherCheckpoints({container}: Checkpoint): readonly Untrusted[] {
	return container.neighbours.filter(({isParent}) => !isParent).map(({name}) => name);
}

const named = 5;

/** That a search was of one of several checkpoints, and how the others are searched; undefined where there are no others. */
export function othersNotSearched(checkpoint: Checkpoint): string | undefined {
	const others = otherCheckpoints(checkpoint);
	if (others.length === 0) {
		return undefined;
	}

	const {container: {folder}, archive: {format}} = checkpoint;
	const how = format === 'directory' ? 'each is searched by its own folder' : 'unpack the file and search each by its own folder';
	return `only ${folder.toString()} was searched; the other checkpoints here were not: ${listed(others, named).toString()}; ${how}`;
}
