import test from 'ava';
import {Leaving} from '../../source/explorer/leaving.js';

/** What is asked when the key to leave is pressed. */
function pressed(leaving: Leaving): string | undefined {
	leaving.nextKey();
	return leaving.question();
}

test('nobody is asked where there is no reason to stay, nor when it is gone', t => {
	const leaving = new Leaving();
	t.is(pressed(leaving), undefined);
	const release = leaving.hold('edits are not saved');
	t.is(pressed(leaving), 'press q again: edits are not saved');
	leaving.nextKey();
	release();
	t.is(pressed(leaving), undefined);
});

test('whoever leaves in spite of the reasons is asked once, of each of them', t => {
	const leaving = new Leaving();
	for (const reason of ['what is being written is given up', 'edits are not saved', 'edits are not saved']) {
		leaving.hold(reason);
	}

	t.is(pressed(leaving), 'press q again: what is being written is given up, edits are not saved');
	t.is(pressed(leaving), undefined);
});

test('a key in between takes the question back', t => {
	const leaving = new Leaving();
	leaving.hold('edits are not saved');
	t.is(pressed(leaving), 'press q again: edits are not saved');
	leaving.nextKey();
	t.is(pressed(leaving), 'press q again: edits are not saved');
});

test('a reason that comes after the question is asked about too', t => {
	const leaving = new Leaving();
	leaving.hold('edits are not saved');
	pressed(leaving);
	leaving.hold('what is being written is given up');
	t.is(pressed(leaving), 'press q again: edits are not saved, what is being written is given up');
	t.is(pressed(leaving), undefined);
});
