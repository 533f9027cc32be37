import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {SavedFile} from '../checkpoint/saved-files/saved-file.js';
import type {SavedTree} from '../checkpoint/saved-files/saved-trees.js';
import {modeText, setId} from './file-mode.js';
import {Problems} from './problems.js';
import {listed} from './rows.js';
import type {Column, ContainerView} from './view.js';

/** A file that was saved with the checkpoint. */
export type SavedRow = SavedFile & {readonly tree: SavedTree};

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

/** What the container changed in its files. */
export const changes: ContainerView<SavedRow> = {
	name: 'changes',
	title: 'Changes',
	summary: 'Files that the container added, changed or deleted: in its root file system, in /dev/shm and in its volumes.',
	columns: [
		path,
		{name: 'change', title: 'Change', type: 'text', value: ({kind}) => kind === 'deleted' || kind === 'emptied' ? kind : 'added or changed', text: ({kind}) => kind === 'deleted' || kind === 'emptied' ? kind : 'written'},
		...columns,
		{name: 'tree', title: 'In', type: 'text', shown: 'never', value: ({tree}) => tree.of},
	],
	...rowsOfTrees(({of}) => of !== 'tmpfs'),
	notes: ({savedTrees}) => savedTrees.all().some(({of}) => of === 'rootfs') ? [] : ['Nobody wrote down what the container had changed in its root file system.'],
};

/** What was on the container's tmpfs. */
export const tmpfs: ContainerView<SavedRow> = {
	name: 'tmpfs',
	title: 'Tmpfs',
	summary: 'Files on every tmpfs that is in the dump.',
	columns: [path, ...columns],
	...rowsOfTrees(({of}) => of === 'tmpfs'),
	notes: ({savedTrees}) => savedTrees.all().some(({of}) => of === 'tmpfs') ? [] : ['There is no tmpfs in the dump.'],
};

function rowsOfTrees(isMeant: (tree: SavedTree) => boolean): Pick<ContainerView<SavedRow>, 'prepare' | 'rows' | 'problems'> {
	const read = ({savedTrees}: Checkpoint, problems: Problems) => savedTrees.all().filter(tree => isMeant(tree)).flatMap(tree => {
		const files = problems.of(() => tree.files()) ?? [];
		problems.add(...tree.problems.map(({message}) => message));
		return files.map((file): SavedRow => ({...file, tree}));
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
