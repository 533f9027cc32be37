import {attempt, lazy} from '../archive/attempt.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {hasBytes, type Content, type ContentQuestion} from '../checkpoint/contents/content.js';
import {keptContents, socketContents} from '../checkpoint/contents/kept-contents.js';
import type {ImageDirectory} from '../criu/image-directory.js';

/**
What the dump has of an open file description besides what is known of it: the bytes of a deleted file or a memfd, what waits in a pipe or a socket. Damage to one kind does not cost the others.

@throws {PendingError} when nothing is known yet
@throws {InputError} when there is nothing, and an image that may have had it is damaged
*/
export function keptForFile({images}: Checkpoint, id: number): Content[] {
	const questions = keptContents(images);
	return foundBy(questions.map(question => () => question().filter(({files}) => files.includes(id))));
}

type ByFile = ReadonlyMap<number, readonly Content[]>;

const queues = new WeakMap<ImageDirectory, ReadonlyArray<() => ByFile>>();

/**
What waits in a socket, by the id of its open file description: to be read, and to be sent.

@throws {PendingError} when nothing is known yet
@throws {InputError} when there is nothing, and an image that may have had it is damaged
*/
export function queuesOfSocket({images}: Checkpoint, id: number): Content[] {
	// Asked of every socket in a list, of which there may be many.
	const known = queues.get(images) ?? socketContents(images).map(question => lazy(() => byFile(question())));
	queues.set(images, known);
	return foundBy(known.map(inQueues => () => inQueues().get(id) ?? [])).filter(content => hasBytes(content));
}

function byFile(contents: readonly Content[]): ByFile {
	const pairs = contents.flatMap(content => content.files.map(id => ({id, content})));
	return new Map(Map.groupBy(pairs, ({id}) => id).entries().map(([id, found]) => [id, found.map(({content}) => content)]));
}

function foundBy(questions: readonly ContentQuestion[]): Content[] {
	const answers = questions.map(question => attempt(question));
	const found = answers.flatMap(answer => answer.state === 'ready' ? answer.value : []);
	const failed = answers.find(answer => answer.state !== 'ready');
	if (failed !== undefined && found.length === 0) {
		throw failed.error;
	}

	return found;
}
