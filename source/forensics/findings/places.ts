import type {Untrusted} from '../../text/untrusted.js';

const temporary = /^\/(?:tmp|var\/tmp|dev\/shm)\//v;

/** Whether a path lies where everybody may write. */
export function isTemporary(path: Untrusted): boolean {
	return temporary.test(path.toKey());
}

/** The last part of a path, one character a byte. */
export function baseName(path: Untrusted | string): string {
	const key = typeof path === 'string' ? path : path.toKey();
	return key.slice(key.lastIndexOf('/') + 1);
}
