import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Content} from '../../checkpoint/contents/content.js';
import {keptContents} from '../../checkpoint/contents/kept-contents.js';
import {whole} from '../../checkpoint/contents/segments.js';
import type {SavedFile} from '../../checkpoint/saved-files/saved-file.js';
import type {SavedPlace} from '../../checkpoint/saved-files/saved-tars.js';
import type {Presence, Segment} from '../../memory/presence.js';
import type {Untrusted} from '../../text/untrusted.js';
import type {Extraction} from './extraction.js';
import {safePath} from './safe-name.js';

/** Something that can be extracted, or is known not to be there. */
export type Extractable = {
	/** Where it is of: a tree of files, or what kind of thing the kernel kept. */
	readonly of: SavedPlace | Content['kind'];
	/** As the container saw it. */
	readonly path: Untrusted;
	/** What is known of a file. */
	readonly file?: SavedFile;
	/** Its bytes; undefined where it has none. */
	readonly segments?: readonly Segment[];
	/** Bytes that it should have besides, by why it has not. */
	readonly lost: ReadonlyMap<Presence, bigint>;
};

/** What became of it. */
export type Extracted = Extractable & ({
	/** Its path in the folder. */
	readonly name: string;
	readonly size: number;
	readonly sha256: string;
	/** Bytes that it should have, and has not, by why. */
	readonly missing: ReadonlyMap<Presence, bigint>;
} | {readonly leftOut: string});

/**
Everything of a checkpoint that is a file, or can be one: files that the container changed, those on its tmpfs and in its volumes, and what the kernel kept besides memory. What can't be read goes to `problems`, a sentence each. The saved trees must be open.

@yields each
*/
export function * extractables(checkpoint: Checkpoint, problems: (message: string) => void): Generator<Extractable> {
	// A file of /dev/shm is shared memory as well.
	const shared = new Set<string>();
	for (const {of, files, problems: damage} of checkpoint.savedTrees.all()) {
		const found = attempt(files);
		for (const {message} of found.state === 'ready' ? damage : [found.error]) {
			problems(message);
		}

		for (const file of found.state === 'ready' ? found.value : []) {
			if (of === '/dev/shm') {
				shared.add(file.path.toKey());
			}

			yield extractableFile(of, file);
		}
	}

	const {images} = checkpoint;
	for (const question of keptContents(images)) {
		const contents = attempt(question);
		if (contents.state !== 'ready') {
			problems(contents.error.message);
			continue;
		}

		for (const content of contents.value) {
			if (content.kind !== 'shared-memory' || !shared.has(content.name.toKey())) {
				yield extractableContent(content);
			}
		}
	}
}

/** A file that was saved. */
export function extractableFile(of: SavedPlace, file: SavedFile): Extractable {
	const source = file.member?.source;
	const extent = source && whole(source);
	return {of, path: file.path, file, lost: extent?.lost ?? nothing, ...extent && {segments: extent.segments}};
}

/** What the kernel kept. */
export function extractableContent({kind, name, segments, lost}: Content): Extractable {
	return {of: kind, path: name, segments, lost: lost ?? nothing};
}

const nothing: ReadonlyMap<Presence, bigint> = new Map();

/** With what a file turned out to lack when it was read: its source ends early. */
export function withUnread(lost: ReadonlyMap<Presence, bigint>, unread: number): ReadonlyMap<Presence, bigint> {
	return unread === 0 ? lost : new Map([...lost, ['truncated', (lost.get('truncated') ?? 0n) + BigInt(unread)]]);
}

const leftOutKinds: Readonly<Partial<Record<SavedFile['kind'], string>>> = {
	deleted: 'the container deleted it',
	emptied: 'the container deleted all that the image had in it',
	symlink: 'a symbolic link is not made',
	fifo: 'a FIFO is not made',
	'character-device': 'a device is not made',
	'block-device': 'a device is not made',
	'hard-link': 'a link to what is not there',
	other: 'of a kind that is not made',
};

/**
Writes something into the folder.

@yields after every chunk, how many bytes of content it had
@returns what became of it
@throws {InputError} when it can't be read
*/
export function * extractTo(extraction: Extraction, item: Extractable): Generator<number, Extracted> {
	const {of, path, file, segments, lost} = item;
	const name = `${folders[of]}/${safePath(path)}`;
	if (segments !== undefined) {
		const written = yield * extraction.write(name, segments);
		return {...item, name: written.file, size: written.size, sha256: written.sha256, missing: withUnread(lost, written.missing)};
	}

	if (file?.kind === 'directory') {
		extraction.folder(name);
		return {...item, leftOut: 'a folder'};
	}

	return {...item, leftOut: leftOutKinds[file!.kind] ?? leftOutKinds.other!};
}

const files = 'files';

// Where each is found in the folder: files as the container saw them together, all else by kind.
const folders: Readonly<Record<Extractable['of'], string>> = {
	rootfs: files, '/dev/shm': files, volume: files, tmpfs: files, file: files,
	'removed-file': 'removed-files',
	'shared-memory': 'shared-memory',
	pipe: 'pipes',
	socket: 'sockets',
	'message-queue': 'message-queues',
	'bpf-map': 'bpf-maps',
	'engine-file': 'engine',
	image: 'images',
};
