import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Untrusted} from '../../text/untrusted.js';

// Characters of each part.
const longest = 60;

/** A name for a file of which these are the parts, each as `plainName` has it. */
export function offeredName(checkpoint: Checkpoint, ...parts: ReadonlyArray<string | Untrusted>): string {
	return [nameOf(checkpoint), ...parts.map(part => plainName(String(part)))].filter(part => part !== '').join('-');
}

/** The last part of a path, without what the kernel says of one that was deleted. */
export function lastPart(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1).replace(/ \(deleted\)$/v, '');
}

function nameOf(checkpoint: Checkpoint): string {
	const name = attempt(() => plainName(String(checkpoint.container.name ?? checkpoint.container.hostname ?? '')));
	return name.state === 'ready' && name.value !== '' ? name.value : 'checkpoint';
}

/** What a shell, a file system or an option would take for something else stands as `_`, or is left out at either end. */
export function plainName(part: string): string {
	return part.replaceAll(/[^\w+\-.]+/gv, '_').replace(/^[\-._]+/v, '').replace(/_$/v, '').slice(0, longest);
}
