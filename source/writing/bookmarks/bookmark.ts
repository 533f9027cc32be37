import type {ContentKind} from '../../checkpoint/contents/content.js';
import type {Untrusted} from '../../text/untrusted.js';
import type {CheckpointFile} from '../checkpoint-file.js';

/** Which bytes of a checkpoint that are no process's memory, so that they are found again in the same one. */
export type ContentReference = {
	readonly kind: ContentKind;
	readonly name: Untrusted;
	/** Of several of this kind and name, which one, from 0. */
	readonly number: number;
};

/** A place in a checkpoint to come back to. */
export type Bookmark = {
	/** The letter or digit that leads there. */
	readonly mark?: string | undefined;
	/** What a person said of it. */
	readonly note?: Untrusted | undefined;
	/** What it is about: one process, or the container as a whole. */
	readonly subject: 'process' | 'container';
	readonly pid?: number | undefined;
	/** Id of the tab. */
	readonly tab: string;
	/** What is viewed there in place of the tab. */
	readonly content?: ContentReference | undefined;
	/** In the memory of the process, or an offset in the content. */
	readonly address?: bigint | undefined;
	/** Of a table. */
	readonly row?: BookmarkedRow | undefined;
};

export type BookmarkedRow = {
	/** Which row of the tab, from 0; undefined where the address says more. */
	readonly index?: number | undefined;
	/** What it said. */
	readonly text: Untrusted;
};

export type BookmarksFile = {readonly checkpoint: CheckpointFile; readonly bookmarks: readonly Bookmark[]};
