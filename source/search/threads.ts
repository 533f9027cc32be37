import os from 'node:os';
import {ThreadPool} from './thread-pool.js';

// More threads than this were no faster where that was measured: they wait for memory.
export const threads = Math.min(os.availableParallelism(), 4);

/** Bytes that a thread takes at a time. */
export const unitSize = 16 * 1024 * 1024;

/** The threads of all searches. */
export const pool = new ThreadPool(threads);

/** Starts the threads that a search of about `size` bytes takes, while what it is to search is still looked for. */
export function expectSearch(size: number): void {
	pool.prepare(Math.min(threads, Math.ceil(size / unitSize)));
}
