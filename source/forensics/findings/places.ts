import type {Untrusted} from '../../text/untrusted.js';

const temporary = /^\/(?:tmp|var\/tmp|dev\/shm)\//v;

/** Whether a path lies where everybody may write. */
export function isTemporary(path: Untrusted): boolean {
	return temporary.test(path.toKey());
}

const packaged = /^\/(?:usr|bin|sbin|lib(?:32|64|x32)?|opt|nix|snap)\//v;

/** Whether a path lies where packages put theirs. */
export function isPackaged(path: Untrusted): boolean {
	return packaged.test(path.toKey());
}

/** The last part of a path, one character a byte. */
export function baseName(path: Untrusted | string): string {
	const key = typeof path === 'string' ? path : path.toKey();
	return key.slice(key.lastIndexOf('/') + 1);
}
