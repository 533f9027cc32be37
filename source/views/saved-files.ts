import type {Member} from '../archive/archive.js';
import {attempt} from '../archive/attempt.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {SavedFile} from '../checkpoint/saved-files/saved-file.js';
import type {SavedTree} from '../checkpoint/saved-files/saved-trees.js';
import {Breath} from '../forensics/breath.js';
import {compareWithRoot, type Comparison} from '../forensics/compare-with-root.js';
import {extractableFile} from '../forensics/extract/extract.js';
import type {RootFolder} from '../forensics/root-folder.js';
import {modeText, setId} from './file-mode.js';
import {holdingOf} from './holding.js';
import {openFilesAt, savedContents} from './saved-for-file.js';
import {Problems} from './problems.js';
import {listed} from './rows.js';
import type {Column, ContainerView, RowPlace} from './view.js';

export type ChangesView = ContainerView<SavedRow>;

/** A file that was saved with the checkpoint. */
export type SavedRow = SavedFile & {readonly tree: SavedTree; readonly checkpoint: Checkpoint};

const path: Column<SavedRow> = {name: 'path', title: 'Path', type: 'text', min: 24, isPath: true, value: row => row.path};

const columns: ReadonlyArray<Column<SavedRow>> = [
	{name: 'type', title: 'Type', type: 'text', value: ({kind, member}) => member && kind},
	{name: 'mode', title: 'Mode', type: 'text', value: ({member}) => member?.mode.toString(8).padStart(4, '0'), text: ({kind, member}) => member && modeText(kind, member.mode)},
	{name: 'set_id', title: 'Runs as', type: 'text', shown: 'if-filled', value: ({kind, member}) => member && setId(kind, member.mode)},
	{name: 'uid', title: 'User', type: 'number', value: ({member}) => member?.uid},
	{name: 'gid', title: 'Group', type: 'number', value: ({member}) => member?.gid},
	{name: 'size', title: 'Size', type: 'bytes', value: ({kind, member}) => kind === 'file' || kind === 'hard-link' ? member?.source?.size : undefined},
	{name: 'modified', title: 'Modified', type: 'time', value: ({member}) => member && Math.round(member.mtime * 1000)},
	{name: 'target', title: 'Link to', type: 'text', shown: 'if-filled', isPath: true, value: ({member}) => member?.target},
];

const isGone = ({kind}: SavedRow) => kind === 'deleted' || kind === 'emptied';

/** What the container changed in its files. */
export const changes: ChangesView = {
	name: 'changes',
	title: 'Changes',
	summary: 'Files that the container added, changed or deleted: in its root file system, in /dev/shm and in its volumes.',
	columns: changeColumns({value: row => isGone(row) ? row.kind : 'added or changed', text: row => isGone(row) ? row.kind : 'written'}),
	...rowsOfTrees(({of}) => of !== 'tmpfs'),
	contents: savedContents,
	holding,
	extractable: ({tree: {of}, ...file}) => extractableFile(of, file),
	notes: ({savedTrees}) => savedTrees.all().some(({of}) => of === 'rootfs') ? [] : ['Nobody wrote down what the container had changed in its root file system.'],
};

/** What was changed, told against the root file system of the container's image where that is at hand. */
export function changesAgainst(root: RootFolder | undefined): ChangesView {
	return root === undefined ? changes : changesSince(root);
}

/** The same where the root file system of the container's image is at hand: what was added, and what was changed of a file. */
function changesSince(root: RootFolder): ChangesView {
	const comparisons = new WeakMap<Member, Comparison>();
	const compare = (row: SavedRow): Comparison | undefined => {
		const {member, tree: {of}} = row;
		if (member === undefined || of !== 'rootfs') {
			return undefined;
		}

		const comparison = comparisons.get(member) ?? compareWithRoot({...row, member}, root);
		comparisons.set(member, comparison);
		return comparison;
	};

	return {
		...changes,
		async prepare(checkpoint, show) {
			await changes.prepare?.(checkpoint);
			const rows = changes.rows(checkpoint);
			const breath = new Breath();
			for (let index = 0; index < rows.length; index++) {
				// Whoever shows the row says why it can't be compared.
				attempt(() => compare(rows.at(index)));
				if (breath.isDue) {
					show?.({doing: 'comparing files', done: index, total: rows.length});
					await breath.take();
				}
			}
		},
		columns: changeColumns({value: row => compare(row)?.change ?? (isGone(row) ? row.kind : 'added or changed')}, {
			name: 'differs', title: 'Differs in', type: 'text', shown: 'if-filled', value(row) {
				const comparison = compare(row);
				return comparison?.change === 'changed' ? comparison.differs.join(', ') : undefined;
			},
		}),
	};
}

function changeColumns(change: Pick<Column<SavedRow>, 'value' | 'text'>, ...more: ReadonlyArray<Column<SavedRow>>): ReadonlyArray<Column<SavedRow>> {
	return [
		path,
		{name: 'change', title: 'Change', type: 'text', ...change},
		...more,
		...columns,
		{name: 'tree', title: 'In', type: 'text', shown: 'never', value: ({tree}) => tree.of},
	];
}

/** What was on the container's tmpfs. */
export const tmpfs: ContainerView<SavedRow> = {
	name: 'tmpfs',
	title: 'Tmpfs',
	summary: 'Files on every tmpfs that is in the dump.',
	columns: [path, ...columns],
	...rowsOfTrees(({of}) => of === 'tmpfs'),
	contents: savedContents,
	holding,
	extractable: ({tree: {of}, ...file}) => extractableFile(of, file),
	notes: ({savedTrees}) => savedTrees.all().some(({of}) => of === 'tmpfs') ? [] : ['There is no tmpfs in the dump.'],
};

function rowsOfTrees(isMeant: (tree: SavedTree) => boolean): Pick<ContainerView<SavedRow>, 'prepare' | 'rows' | 'problems'> {
	const read = (checkpoint: Checkpoint, problems: Problems) => checkpoint.savedTrees.all().filter(tree => isMeant(tree)).flatMap(tree => {
		const files = problems.of(() => tree.files()) ?? [];
		problems.addAll(tree.problems.map(({message}) => message));
		return files.map((file): SavedRow => ({...file, tree, checkpoint}));
	});
	return {
		prepare: async ({savedTrees}) => savedTrees.whenOpen(),
		rows: checkpoint => listed(read(checkpoint, new Problems())),
		problems(checkpoint) {
			const problems = new Problems();
			read(checkpoint, problems);
			return problems.messages;
		},
	};
}

function holding({path: saved, tree: {key}, member, checkpoint}: SavedRow): RowPlace | undefined {
	return member === undefined ? undefined : holdingOf(checkpoint, {files: openFilesAt(checkpoint, {tree: key, path: saved.toKey()})});
}
