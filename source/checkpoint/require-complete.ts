import type {Archive} from '../archive/archive.js';
import {PendingError} from '../archive/byte-source.js';
import {Untrusted} from '../text/untrusted.js';

/**
For questions that only the whole archive answers.

@throws {PendingError} while members may still appear
*/
export function requireComplete(archive: Archive): void {
	if (!archive.complete) {
		throw new PendingError(Untrusted.from(archive.path).toString());
	}
}
