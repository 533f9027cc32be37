import {attempt, lazy, type Result} from '../../archive/attempt.js';
import {InputError, type PendingError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Content, ContentKind} from '../../checkpoint/contents/content.js';
import {keptContents} from '../../checkpoint/contents/kept-contents.js';
import {engineFileContents, imageContents} from '../../checkpoint/contents/stored-files.js';
import {layoutOf} from '../../checkpoint/layout.js';
import {each} from '../../views/rows.js';
import {changes, tmpfs, type SavedRow} from '../../views/saved-files.js';
import type {ContentReference} from './bookmark.js';

type Named = Pick<Content, 'kind' | 'name'>;

/**
How a content is found again.

@throws {PendingError} while it is being decompressed
*/
export function referenceTo(checkpoint: Checkpoint, content: Content): ContentReference {
	const {kind, name} = content;
	const number = contentsOf(checkpoint).like(content).findIndex(other => isSame(other, content));
	return {kind, name, number: Math.max(0, number)};
}

/**
The content that was meant.

@throws {PendingError} while it is being decompressed
@throws {InputError} when the checkpoint has none like it, or an image that may have had it is damaged
*/
export function contentAt(checkpoint: Checkpoint, reference: ContentReference): Content {
	const contents = contentsOf(checkpoint);
	const content = contents.like(reference)[reference.number];
	if (content === undefined) {
		throw contents.obstacle(reference) ?? new InputError(reference.name.toString(), 'there are no such contents in this checkpoint');
	}

	return content;
}

const known = new WeakMap<Checkpoint, ContentsByName>();

function contentsOf(checkpoint: Checkpoint): ContentsByName {
	const found = known.get(checkpoint) ?? new ContentsByName(checkpoint);
	// Until all has arrived, there may be more the next time.
	if (checkpoint.archive.complete) {
		known.set(checkpoint, found);
	}

	return found;
}

/** The contents of a checkpoint, listed when they are first asked for. */
class ContentsByName {
	readonly #checkpoint: Checkpoint;
	readonly #lists = new Map<string, ReadonlyMap<string, Content[]>>();
	readonly #kept = lazy(() => askKept(this.#checkpoint));
	#files: ReadonlyMap<string, SavedRow[]> | undefined;

	constructor(checkpoint: Checkpoint) {
		this.#checkpoint = checkpoint;
	}

	like({kind, name}: Named): Content[] {
		const {images} = this.#checkpoint;
		if (kind === 'file') {
			this.#files ??= Map.groupBy([changes, tmpfs].flatMap(view => [...each(view.rows(this.#checkpoint))]), ({path}) => path.toKey());
			return this.#files.get(name.toKey())?.flatMap(row => changes.contents!(row)) ?? [];
		}

		const list = kind === 'engine-file' || kind === 'image' ? kind : 'kept';
		const ask = {
			'engine-file': () => engineFileContents(layoutOf(images)),
			image: () => imageContents(images),
			kept: () => this.#kept().flatMap(answer => answer.state === 'ready' ? answer.value : []),
		}[list];
		const contents = this.#lists.get(list) ?? Map.groupBy(ask(), content => keyOf(content));
		this.#lists.set(list, contents);
		return contents.get(keyOf({kind, name})) ?? [];
	}

	/** Why there may be more of what the kernel kept than is known, if there may. */
	obstacle({kind}: Named): InputError | PendingError | undefined {
		return isKept(kind) ? this.#kept().find(answer => answer.state !== 'ready')?.error : undefined;
	}
}

function isKept(kind: ContentKind): boolean {
	return kind !== 'file' && kind !== 'engine-file' && kind !== 'image';
}

function askKept({images}: Checkpoint): Array<Result<readonly Content[]>> {
	return keptContents(images).map(question => attempt(question));
}

function keyOf({kind, name}: Named): string {
	return `${kind} ${name.toKey()}`;
}

// The same bytes, however often the images were asked for them.
function isSame(a: Content, b: Content): boolean {
	const [first, second] = [a, b].map(({segments}) => segments[0]?.pieces[0]);
	return first?.source === second?.source && first?.position === second?.position && a.segments.length === b.segments.length;
}
