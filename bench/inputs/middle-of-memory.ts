import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';

/** The address in the middle of the longest stretch of memory that the dump has of a process. */
export async function middleOfMemory(file: string, pid: number): Promise<bigint> {
	const checkpoint = await openCheckpoint(file);
	try {
		await checkpoint.whenReady();
		const {memory} = checkpoint.process(pid)!;
		const segments = [...memory.segments(0n, 2n ** 64n)].sort((one, other) => other.length - one.length);
		return segments[0]!.start + BigInt(segments[0]!.length >>> 1);
	} finally {
		checkpoint.archive.close();
	}
}
