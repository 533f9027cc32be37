import {useMemo, useRef, useSyncExternalStore} from 'react';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Rows, View} from '../../views/view.js';
import type {Untrusted} from '../../text/untrusted.js';
import type {Bookmark} from '../../writing/bookmarks/bookmark.js';
import {hereText, whereText} from '../../writing/bookmarks/bookmark-texts.js';
import {Table} from '../components/table.js';
import {useActions} from '../input/use-actions.js';
import type {NotedRow, Pane, Services} from '../pane.js';
import {containerKey} from '../panes/view-panes.js';
import {askForNote} from './ask-for-note.js';
import {Bookmarks} from './bookmarks.js';
import {goToBookmark} from './places.js';
import {askToSave} from './save-bookmarks.js';

export const bookmarksTab = 'bookmarks';

type Row = {readonly bookmark: Bookmark; readonly where: Untrusted; readonly here: Untrusted | undefined};

const view: View<Row> = {
	name: bookmarksTab,
	title: 'Bookmarks',
	summary: 'Places to come back to, with what was said of them.',
	columns: [
		{name: 'mark', title: 'Mark', type: 'text', value: ({bookmark}) => bookmark.mark},
		{name: 'where', title: 'Where', type: 'text', min: 20, value: ({where}) => where},
		{name: 'note', title: 'Note', type: 'text', min: 12, value: ({bookmark}) => bookmark.note},
		{name: 'address', title: 'Address', type: 'address', value: ({bookmark}) => bookmark.address},
		{name: 'here', title: 'What is there', type: 'text', min: 16, value: ({here}) => here},
		{name: 'row', title: 'Row', type: 'text', shown: 'never', value: ({bookmark}) => bookmark.row?.text},
	],
};

const asked = {tab: bookmarksTab, pid: undefined};

/** The bookmarks, each leading to its place. */
export const BookmarksPane: Pane['Component'] = ({checkpoint, revision, services, ...props}) => {
	const bookmarks = Bookmarks.of(services.memory);
	const all = useSyncExternalStore(bookmarks.subscribe, () => bookmarks.all);
	const {rows} = useMemo(() => ({revision, rows: rowsOf(checkpoint, all)}), [checkpoint, all, revision]);
	const current = useRef<(() => NotedRow) | undefined>(undefined);
	const own = useMemo((): Services => ({
		...services,
		noteRow(row) {
			current.current = row;
			services.noteRow(row);
		},
	}), [services]);
	const ofCurrent = (act: (bookmark: Bookmark) => void) => () => {
		const bookmark = current.current && all[current.current().index];
		if (bookmark !== undefined) {
			act(bookmark);
		}
	};

	useActions(['bookmarks'], {
		...(all.length > 0 && {
			'edit-note': ofCurrent(bookmark => {
				askForNote(bookmark.note, services, note => {
					bookmarks.note(bookmark, note);
				});
			}),
			'delete-bookmark': ofCurrent(bookmark => {
				bookmarks.remove(bookmark);
			}),
			'write-bookmarks'() {
				askToSave(checkpoint, services);
			},
		}),
	}, {isActive: props.isFocused});
	const open = ({bookmark}: Row) => {
		goToBookmark(bookmark, {checkpoint, services, bookmarks, andBack: true});
		return true;
	};

	return <Table {...props} services={own} view={view} rows={rows} notes={notesOf(bookmarks)} asked={asked} placeKey={containerKey(bookmarksTab)} onOpen={open}/>;
};

// Of a file with many, only those on screen are looked at.
function rowsOf(checkpoint: Checkpoint, bookmarks: readonly Bookmark[]): Rows<Row> {
	const known = new Map<number, Row>();
	return {
		length: bookmarks.length,
		at(index) {
			const bookmark = bookmarks[index]!;
			const row = known.get(index) ?? {bookmark, where: whereText(checkpoint, bookmark), here: hereText(checkpoint, bookmark)};
			known.set(index, row);
			return row;
		},
	};
}

function notesOf({all, isSaved}: Bookmarks): string[] {
	return all.length === 0 ? ['There are no bookmarks: m and a letter marks a place, M asks for a note on it.'] : (isSaved ? [] : ['Not written to a file yet: w does that.']);
}
