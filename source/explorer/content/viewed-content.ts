import type {Content} from '../../checkpoint/contents/content.js';
import {SegmentSpace} from '../../memory/segment-space.js';

/** Bytes of the checkpoint that are no process's memory, as they are viewed. */
export type ViewedContent = {
	/** Tells it from all others, and from itself when it is opened again. */
	readonly id: string;
	readonly space: SegmentSpace;
	/** All that there is of what was opened, this among them: what a socket has received, and what it has sent. */
	readonly all: readonly ViewedContent[];
	/** What it is of. */
	readonly content: Content;
};

let opened = 0;

/** Contents to be viewed, the first of them; undefined when there is nothing in them. */
export function viewContents(contents: readonly Content[]): ViewedContent | undefined {
	const all: ViewedContent[] = [];
	for (const content of contents) {
		const {name, segments, absent = []} = content;
		if (segments.length > 0 || absent.length > 0) {
			all.push({id: `content ${++opened}`, space: new SegmentSpace(String(name), [content]), content, all});
		}
	}

	return all[0];
}
