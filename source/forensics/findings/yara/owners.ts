import type {ByteSource} from '../../../archive/byte-source.js';
import {attempt} from '../../../archive/attempt.js';
import type {Checkpoint} from '../../../checkpoint/checkpoint.js';
import {keptContents} from '../../../checkpoint/contents/kept-contents.js';
import {savedContent} from '../../../checkpoint/contents/stored-files.js';
import {Holders} from '../../../checkpoint/holders.js';
import {Mappers} from '../../../checkpoint/mappers.js';
import type {ContentOwner, MemoryOwner} from './units.js';

/** The memory that there is to scan; what can't be read is told to `tell`. */
export function memoryOwners({processes}: Checkpoint, tell: (problem: string) => void): MemoryOwner[] {
	return processes.filter(process => {
		const memory = attempt(() => process.hasMemory ? process.memory : undefined);
		if (memory.state === 'pending') {
			throw memory.error;
		}

		for (const {message} of memory.state === 'failed' ? [memory.error] : memory.value?.problems ?? []) {
			tell(message);
		}

		return memory.state === 'ready' && memory.value !== undefined;
	}).map(process => ({process}));
}

/**
What there is to scan besides the memory of the processes: what the kernel kept, then the files of the container. What can't be read is told to `tell`.

@throws {PendingError}
*/
export function keptOwners(checkpoint: Checkpoint, tell: (problem: string) => void): ContentOwner[] {
	const {images, processes, savedTrees} = checkpoint;
	const ask = <T>(question: () => readonly T[]): readonly T[] => {
		const answer = attempt(question);
		if (answer.state === 'pending') {
			throw answer.error;
		}

		if (answer.state === 'failed') {
			tell(answer.error.message);
		}

		return answer.state === 'ready' ? answer.value : [];
	};

	const holders = Map.groupBy(ask(() => [...new Holders(() => processes).descriptors()]), ({id}) => id);
	const contents = keptContents(images).flatMap(question => ask(question));
	const mappers = new Mappers(contents.length === 0 ? [] : processes, ({message}) => {
		tell(message);
	});
	const kept = contents.map((content): ContentOwner => {
		const holder = content.files.flatMap(id => holders.get(id) ?? []).at(0);
		const pid = holder?.pid ?? mappers.of(content).at(0)?.pid;
		return {content, process: pid === undefined ? undefined : checkpoint.process(pid), fd: holder?.fd};
	});

	const seen = new Set<ByteSource>();
	const saved = savedTrees.all().flatMap(tree => {
		const files = ask(() => tree.files());
		for (const {message} of tree.problems) {
			tell(message);
		}

		// Files of /dev/shm are shared memory.
		return tree.of === '/dev/shm' ? [] : files.map(file => ({content: savedContent(file, seen), file}));
	});

	return [...kept, ...saved].flatMap(({content, ...owner}) => content === undefined || content.segments.length === 0 ? [] : [{...owner, content}]);
}
