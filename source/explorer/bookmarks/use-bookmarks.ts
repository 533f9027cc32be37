import {useEffect, useState} from 'react';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {BookmarksFile} from '../../writing/bookmarks/bookmark.js';
import {otherCheckpointText} from '../../writing/bookmarks/bookmarks-file.js';
import type {Handlers} from '../input/action-router.js';
import type {NotedRow, Place, Services} from '../pane.js';
import {askForNote} from './ask-for-note.js';
import {Bookmarks} from './bookmarks.js';
import {bookmarkOf, goToBookmark} from './places.js';
import {askToSave} from './save-bookmarks.js';

/** Bookmarks that were read from a file. */
export type OpenedBookmarks = BookmarksFile & {readonly file: string};

type Options = {
	readonly checkpoint: Checkpoint;
	readonly services: Services;
	readonly here: () => Place;
	readonly hereInTable: () => NotedRow | undefined;
	readonly opened: OpenedBookmarks | undefined;
};

type What = 'mark' | 'jump';

/** What can be done with bookmarks wherever one is. */
export function useBookmarks({checkpoint, services, here, hereInTable, opened}: Options): {
	readonly handlers: Handlers;
	/** What is asked for while a letter is waited for. */
	readonly letterText: (what: What) => string;
	readonly onLetter: (what: What, letter: string) => void;
} {
	const [bookmarks] = useState(() => {
		const own = Bookmarks.of(services.memory);
		if (opened !== undefined) {
			own.begin(opened.file, opened);
		}

		return own;
	});
	useEffect(() => {
		const other = opened && otherCheckpointText(checkpoint, opened);
		if (other !== undefined) {
			services.say(other, 'danger');
		}
	}, [checkpoint, opened, services]);
	useEffect(() => {
		let release: (() => void) | undefined;
		const look = () => {
			if (!bookmarks.isSaved && bookmarks.all.some(({note}) => note !== undefined)) {
				release ??= services.holdLeaving('the notes on bookmarks are in no file yet (:save-bookmarks saves)');
			} else {
				release?.();
				release = undefined;
			}
		};

		const stop = bookmarks.subscribe(look);
		return () => {
			stop();
			release?.();
		};
	}, [bookmarks, services]);
	const current = () => bookmarkOf(checkpoint, here(), hereInTable());
	return {
		handlers: {
			note() {
				const bookmark = current();
				askForNote(undefined, services, note => {
					if (note === undefined) {
						return;
					}

					bookmarks.add({...bookmark, note});
					services.say('bookmarked, until the explorer is left: :save-bookmarks writes it to a file');
				});
			},
			'save-bookmarks'() {
				askToSave(checkpoint, services);
			},
		},
		letterText(what) {
			const marks = bookmarks.all.flatMap(({mark}) => mark ?? []).sort();
			return what === 'mark' ? 'mark this place: a letter or a digit' : `jump to a mark: ${marks.length === 0 ? 'there is none' : marks.join(' ')}`;
		},
		onLetter(what, letter) {
			const bookmark = what === 'mark' ? {...current(), mark: letter} : bookmarks.marked(letter);
			if (bookmark === undefined) {
				services.say(`there is no mark ${letter}`);
			} else if (what === 'mark') {
				bookmarks.add(bookmark);
				services.say(`marked ${letter}`);
			} else {
				goToBookmark(bookmark, {checkpoint, services, bookmarks, andBack: false});
			}
		},
	};
}
