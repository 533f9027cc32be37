import type {Presence} from '../../memory/presence.js';

/** What is to be exported: addresses `[start, end)`, or everything that is mapped. */
export type Area = 'everything' | {readonly start: bigint; readonly end: bigint};

/** What the file has of a stretch: its bytes; those of the file that is mapped there, which are not the dump's own; zeros that were there; or nothing, for what is not to be had. */
export type Content = 'bytes' | 'file' | 'zeros' | 'none';

/** A stretch of addresses, and where it lies in the file. */
export type Exported = {
	readonly address: bigint;
	readonly length: number;
	/** Undefined where the file has no place for it. */
	readonly offset: number | undefined;
	readonly content: Content;
	readonly presence: Presence;
	/** Index of its mapping. */
	readonly vma: number | undefined;
};
