import type {ByteSource, InputError} from './byte-source.js';

/** Content that is known to exist and can't be had: every read says why. */
export function unreadable(problem: InputError, size: number): ByteSource {
	return {
		size,
		available: 0,
		settled: true,
		read() {
			throw problem;
		},
		extents: () => [],
	};
}
