import type {Content} from '../../checkpoint/contents/content.js';
import {SegmentSpace} from '../../memory/segment-space.js';
import type {Untrusted} from '../../text/untrusted.js';

/** Bytes of the checkpoint that are no process's memory, as they are viewed. */
export type ViewedContent = {
	/** Tells it from all others, and from itself when it is opened again. */
	readonly id: string;
	readonly space: SegmentSpace;
	/** What each part of the space is called. */
	readonly names: readonly Untrusted[];
};

let opened = 0;

/** Contents as one thing to view, one behind the other; undefined when there is nothing in them. */
export function viewContents(contents: readonly Content[]): ViewedContent | undefined {
	const parts = contents.filter(({segments, absent = []}) => segments.length > 0 || absent.length > 0);
	const [first] = parts;
	return first && {id: `content ${++opened}`, space: new SegmentSpace(String(first.name), parts), names: parts.map(({name}) => name)};
}

/** What the mapping of a space is called. */
export function nameIn({space, names}: ViewedContent, mapping: number): Untrusted {
	return names[space.parts[mapping]!]!;
}
