import {InputError} from '../../archive/byte-source.js';
import {findNodeCheckpoints, newestFirst, nodePlaces, type NodeCheckpoint, type Place} from '../../checkpoint/node-checkpoints.js';
import {Untrusted} from '../../text/untrusted.js';
import {checkpointListView} from '../../views/checkpoint-list.js';
import type {Column} from '../../views/view.js';
import type {Run} from '../command.js';
import {rowsText} from '../output/rows.js';
import {complain, print, type Terminal} from '../terminal.js';
import type {formatOption} from '../view-options.js';

const columns: ReadonlyArray<Column<NodeCheckpoint>> = [
	...checkpointListView.columns,
	{name: 'path', title: 'Path', type: 'text', isPath: true, value: ({path}) => Untrusted.from(path)},
];

export const run: Run<typeof formatOption> = async ({operands, options: {format}, terminal}) => {
	const places = operands.length === 0 ? nodePlaces().filter(({name}) => name !== 'current folder') : operands.map((folder): Place => ({name: 'given folder', folder}));
	const folders = new Set(places.map(({folder}) => folder));
	const found = findNodeCheckpoints(places);
	const unreadable = found.filter(({path, problem}) => problem !== undefined && folders.has(path));
	for (const {problem} of unreadable) {
		complain(terminal, problem!.message);
	}

	const listed = await loaded(found.filter(checkpoint => !unreadable.includes(checkpoint)), terminal);
	if (format === 'table' && listed.length === 0) {
		const searched = [...folders].filter(folder => unreadable.every(({path}) => path !== folder));
		await print(terminal.output, searched.length === 0 ? [] : [`No checkpoints found in ${new Intl.ListFormat('en').format(searched.map(folder => Untrusted.from(folder).toString()))}\n`]);
	} else {
		await print(terminal.output, rowsText(columns, listed, {format, columns: terminal.columns}));
	}

	return unreadable.length === 0 ? 0 : 1;
};

/** What they say of themselves, the newest first. What turns out to be none is complained of and left out: a list that says which files are checkpoints has answered for it. */
async function loaded(found: readonly NodeCheckpoint[], terminal: Terminal): Promise<NodeCheckpoint[]> {
	const good: NodeCheckpoint[] = [];
	for (const checkpoint of found) {
		try {
			const summary = await checkpoint.load({isThorough: true});
			for (const {message} of summary.problems ?? []) {
				complain(terminal, `${Untrusted.from(checkpoint.path).toString()}: ${message}`);
			}

			good.push({...checkpoint, summary});
		} catch (error) {
			if (!(error instanceof InputError)) {
				throw error;
			}

			complain(terminal, error.message);
		}
	}

	return newestFirst(good);
}
