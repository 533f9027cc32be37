import test from 'ava';
import {memorySource} from '../../../source/archive/memory-source.js';
import {editedText} from '../../../source/explorer/edits/edited-text.js';
import {noEdits, withChanges} from '../../../source/explorer/edits/edits.js';

const source = memorySource(new Uint8Array(8));
const three = withChanges(noEdits, [1, 1, 7].map((pid, position) => ({source, position, edited: {pid, address: 0n, after: 1}})));
const seen = {pid: 1, isTyping: false, isSaved: false};

test('a process has its own edits told, another one that there are some', t => {
	t.is(editedText(three, seen, 80), '  2 bytes edited, not saved');
	t.is(editedText(three, {...seen, pid: 7, isSaved: true}, 80), '  1 byte edited, saved');
	t.is(editedText(three, {...seen, pid: 5}, 80), '  3 bytes edited in other processes, not saved');
	t.is(editedText(noEdits, seen, 80), '');
	t.is(editedText(noEdits, {...seen, isTyping: true}, 80), '  typing');
});

test('where there is little room, it says the same more shortly', t => {
	const typing = {...seen, isTyping: true};
	t.deepEqual([40, 34, 27, 20, 5].map(room => editedText(three, typing, room)), [
		'  typing  2 bytes edited, not saved', '  typing  2 edited, unsaved', '  typing  2 edited, unsaved', '  2 edited, unsaved', '  2 edited, unsaved',
	]);
});
