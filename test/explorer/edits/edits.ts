import test from 'ava';
import {editedSpace} from '../../../source/explorer/edits/edited-space.js';
import {areSame, changesOf, editedIn, editsToMake, noEdits, reverseOf, withChanges, withoutRuns, type Edits} from '../../../source/explorer/edits/edits.js';
import {locate} from '../../../source/forensics/edit/locate.js';
import {fixture} from '../../support/fixtures.js';
import {bytesOf, find} from '../../support/memory.js';
import {completeCheckpoint} from '../../support/open-fixture.js';

const zoo = await completeCheckpoint(fixture('podman-zoo'));
const {memory} = zoo.process(1)!;
const [mark] = find(memory, 'CROSS-PAGE-BOUNDARY-MARK') as [bigint];
// A segment of System V that process 6 has at the same address.
const shared = 0x7f2f_986a_5000n;

const changes = (edits: Edits, address: bigint, text: string, pid = 1) => changesOf(edits, locate(zoo, zoo.process(pid)!.memory, {pid, address, bytes: Buffer.from(text)}));

function typed(edits: Edits, address: bigint, text: string, pid = 1): Edits {
	return withChanges(edits, changes(edits, address, text, pid));
}

const edits = typed(noEdits, mark, 'cross-PAGE');

test('only bytes that are others than in the dump are edits', t => {
	t.is(edits.count, 5);
	t.deepEqual([...editedIn(edits, memory.runs(mark, mark + 24n))].map(({address}) => Number(address - mark)), [0, 1, 2, 3, 4]);
	t.is(typed(edits, mark, 'CROSS').count, 0);
	t.true(areSame(typed(edits, mark, 'cross-PAGE-BOUND'), edits));
	t.false(areSame(typed(edits, mark, 'Cross'), edits));
	t.false(areSame(typed(edits, mark, 'crosS'), typed(edits, mark, 'Cross')));
});

test('memory is read with the edits, the dump without', t => {
	const bytes = new Uint8Array(24);
	const runs = editedSpace(memory, edits).read(mark, bytes);
	t.is(Buffer.from(bytes).toString(), 'cross-PAGE-BOUNDARY-MARK');
	t.deepEqual(runs, memory.read(mark, new Uint8Array(24)));
	t.is(bytesOf(memory, mark, mark + 24n).toString(), 'CROSS-PAGE-BOUNDARY-MARK');
	const middle = new Uint8Array(4);
	editedSpace(memory, edits).read(mark + 3n, middle);
	t.is(Buffer.from(middle).toString(), 'ss-P');
});

test('what was typed is taken back, to what was typed before it', t => {
	const more = changes(edits, mark + 3n, 'XX-page');
	const back = reverseOf(edits, more);
	const after = withChanges(edits, more);
	t.is(after.count, 9);
	t.true(areSame(withChanges(after, back), edits));
});

test('an edit is undone where it is, and the others stay', t => {
	const rest = withoutRuns(edits, memory.runs(mark + 1n, mark + 3n));
	t.is(rest.count, 3);
	t.deepEqual(editsToMake(rest).map(({address, bytes}) => [address - mark, Buffer.from(bytes).toString()]), [[0n, 'c'], [3n, 'ss']]);
	t.is(withoutRuns(rest, memory.runs(0n, 1n << 64n)).count, 0);
});

test('neighbouring bytes of a process are one edit of the copy, across pages too', t => {
	const two = typed(typed(edits, mark + 5n, '+page'), shared, 'X', 6);
	t.deepEqual(editsToMake(two).map(({pid, address, bytes}) => [pid, address, Buffer.from(bytes).toString()]), [[1, mark, 'cross+page'], [6, shared, 'X']]);
	t.is(mark / 4096n + 1n, (mark + 9n) / 4096n);
});

test('who shares a page shares what was typed into it, and may undo it', t => {
	const other = zoo.process(6)!.memory;
	const changed = typed(noEdits, shared, 'SEEN BY BOTH');
	const bytes = new Uint8Array(12);
	editedSpace(other, changed).read(shared, bytes);
	t.is(Buffer.from(bytes).toString(), 'SEEN BY BOTH');
	t.is(withoutRuns(changed, other.runs(shared, shared + 12n)).count, 0);
	t.true(editsToMake(typed(changed, shared, 'seen', 6)).every(({pid}) => pid === 1));
});
