import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Content} from '../../checkpoint/contents/content.js';
import {Untrusted} from '../../text/untrusted.js';
import type {Bookmark, ContentReference} from '../../writing/bookmarks/bookmark.js';
import {contentAt, referenceTo} from '../../writing/bookmarks/content-reference.js';
import {beginOnRow} from '../components/table.js';
import {viewContents} from '../content/viewed-content.js';
import type {NotedRow, Place, Services} from '../pane.js';
import {containerKey, placeKey} from '../panes/view-panes.js';
import type {Bookmarks} from './bookmarks.js';

/** A bookmark of the place where the focus is. A row that leads to an address stands for what is there. */
export function bookmarkOf(checkpoint: Checkpoint, {subject, pid, tab, content, address}: Place, row: NotedRow | undefined): Bookmark {
	if (content !== undefined) {
		return {subject, pid, tab, content: referenceOrFirst(checkpoint, content.content), address};
	}

	if (row?.content !== undefined) {
		return {subject, pid, tab, content: referenceOrFirst(checkpoint, row.content), address: row.address, row: {text: Untrusted.from(row.text)}};
	}

	return row?.address === undefined
		? {subject, pid, tab, address, row: row && {index: row.index, text: Untrusted.from(row.text)}}
		: {subject: 'process', pid: row.pid ?? pid, tab: 'hex', address: row.address, row: {text: Untrusted.from(row.text)}};
}

/** Goes where a bookmark leads, or says why not. */
export function goToBookmark(bookmark: Bookmark, {checkpoint, services, bookmarks, andBack}: {readonly checkpoint: Checkpoint; readonly services: Services; readonly bookmarks: Bookmarks; readonly andBack: boolean}): void {
	const {subject, pid, tab, address, row} = bookmark;
	const known = attempt(() => ({
		process: pid === undefined ? undefined : checkpoint.process(pid),
		content: bookmarks.viewed(bookmark, reference => viewContents([contentAt(checkpoint, reference)])),
	}));
	if (known.state !== 'ready') {
		services.say(known.error.message, 'danger');
		return;
	}

	const {process, content} = known.value;
	if (subject === 'process' && pid !== undefined && process === undefined) {
		services.say(`no process ${pid}`, 'danger');
		return;
	}

	if (content === undefined && row?.index !== undefined) {
		beginOnRow(services.memory, subject === 'container' ? containerKey(tab) : placeKey(pid ?? 0, tab), row.index);
	}

	services.visit({subject, tab, ...process && {pid}, ...content && {content}, ...address !== undefined && {address}}, {andBack});
}

// What can't be told from others of its name just now is taken for the first of them.
function referenceOrFirst(checkpoint: Checkpoint, content: Content): ContentReference {
	const reference = attempt(() => referenceTo(checkpoint, content));
	return reference.state === 'ready' ? reference.value : {kind: content.kind, name: content.name, number: 0};
}
