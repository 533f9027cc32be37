import type {Untrusted} from '../text/untrusted.js';

/**
A document about a checkpoint: what becomes JSON, with the strings of the checkpoint still as they are.

A field that is undefined is left out. A map is an object whose keys come from the checkpoint.
*/
export type Document = Untrusted | string | number | bigint | boolean | null | undefined | readonly Document[] | ReadonlyMap<Untrusted, Document> | {readonly [field: string]: Document};
