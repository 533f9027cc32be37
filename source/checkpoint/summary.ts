import type {Archive} from '../archive/archive.js';
import {attempt, lazy} from '../archive/attempt.js';
import type {InputError} from '../archive/byte-source.js';
import type {Compression} from '../archive/sniff.js';
import type {Untrusted} from '../text/untrusted.js';
import {openCheckpoint} from './checkpoint.js';
import {containerFacts} from './container-facts.js';
import type {Container} from './container.js';
import {findLayout} from './layout.js';
import {openStart} from './peek.js';

/** What tells one checkpoint of a list from another; what is not known without decompressing it is undefined. */
export type Summary = {
	readonly engine?: Container['engine'] | undefined;
	readonly namespace?: Untrusted | undefined;
	readonly pod?: Untrusted | undefined;
	readonly container?: Untrusted | undefined;
	/** When it was taken, or as near to it as is known; milliseconds since 1970. */
	readonly time?: number | undefined;
	/** What says so: the engine, the name that a kubelet gave the file, or the times of the images. */
	readonly timeFrom?: 'engine' | 'file name' | 'images' | undefined;
	/** Damage that may have cost any of it. */
	readonly problems?: readonly InputError[];
};

/**
What the checkpoint at `path` says of itself, decompressed as far as that takes; the rest is as in `known`.

@throws {InputError} when it can't be opened, or holds no checkpoint
*/
export async function summaryOf(path: string, known: Summary): Promise<Summary> {
	const checkpoint = await openCheckpoint(path);
	try {
		await checkpoint.whenReady();
		return await whenKnown(checkpoint.archive, () => summarize(checkpoint.archive, checkpoint.container, known));
	} finally {
		checkpoint.close();
	}
}

/**
What the start of a compressed checkpoint says; `isAll` where the whole one would say no more.

@throws {InputError} when it can't be read, or turns out to hold no checkpoint
*/
export function summaryOfStart(path: string, name: string, compression: Compression, known: Summary): Answer {
	const archive = openStart(path, name, compression);
	if (archive === undefined) {
		return {summary: known, isAll: false};
	}

	const layout = lazy(() => findLayout(archive));
	if (archive.complete) {
		layout();
	}

	return summarize(archive, containerFacts(archive, layout), known);
}

/** `isAll`: no part of it is still to come. */
type Answer = {readonly summary: Summary; readonly isAll: boolean};

async function whenKnown(archive: Archive, question: () => Answer): Promise<Summary> {
	const {promise, resolve} = Promise.withResolvers<void>();
	const look = () => {
		if (archive.complete || question().isAll) {
			resolve();
		}
	};

	const stop = archive.onProgress(look);
	look();
	void archive.whenComplete().then(look);
	await promise;
	stop();
	return question().summary;
}

function summarize(archive: Archive, container: Container, known: Summary): Answer {
	let isAll = true;
	const problems = new Map<string, InputError>();
	const ask = <T>(question: () => T): T | undefined => {
		const answer = attempt(question);
		isAll &&= answer.state !== 'pending';
		if (answer.state === 'failed') {
			problems.set(answer.error.message, answer.error);
		}

		return answer.state === 'ready' ? answer.value : undefined;
	};

	const engine = ask(() => container.engine);
	const checkpointed = ask(() => container.checkpointed);
	const summary = {
		engine: engine === 'CRIU' ? known.engine ?? engine : engine ?? known.engine,
		namespace: ask(() => container.namespace) ?? known.namespace,
		pod: ask(() => container.pod) ?? known.pod,
		container: ask(() => container.name) ?? known.container,
		...checkpointed === undefined ? knownTime(known) ?? timeOfImages(archive, container) : {time: checkpointed, timeFrom: 'engine'} as const,
		...problems.size > 0 && {problems: [...problems.values()]},
	};
	return {summary, isAll};
}

type Time = Pick<Summary, 'time' | 'timeFrom'>;

function knownTime({time, timeFrom}: Summary): Time | undefined {
	return time === undefined ? undefined : {time, timeFrom};
}

// What is written with a dump has its time, also where the inventory, which is written last, has not been reached.
function timeOfImages(archive: Archive, container: Container): Time {
	const written = attempt(() => container.written);
	const time = written.state === 'ready' ? written.value : newestOf(archive);
	return time === undefined ? {} : {time, timeFrom: 'images'};
}

function newestOf(archive: Archive): number | undefined {
	const times = [...archive.members()].filter(({key}) => /(?:^|\/)(?:config\.dump|[^\/]+\.img)$/v.test(key)).map(({mtime}) => mtime * 1000);
	return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}
