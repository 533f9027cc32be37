import {useMemo} from 'react';
import type {NodeCheckpoint} from '../../checkpoint/node-checkpoints.js';
import {checkpointListView} from '../../views/checkpoint-list.js';
import type {Column} from '../../views/view.js';
import {cellOf, shownColumns} from '../../views/cells.js';

/** A checkpoint and the texts of its row, one for each column. */
export type Entry = {readonly checkpoint: NodeCheckpoint; readonly cells: readonly string[]};

type Entries = {
	readonly columns: ReadonlyArray<Column<NodeCheckpoint>>;
	readonly entries: readonly Entry[];
	/** Those that hold the filter in some cell, in any case. */
	readonly shown: readonly Entry[];
};

/** The rows of the list, and which of them the filter leaves. */
export function useEntries(checkpoints: readonly NodeCheckpoint[], filter: string): Entries {
	const {columns, entries} = useMemo(() => {
		const rows = {length: checkpoints.length, at: (index: number) => checkpoints[index]!};
		const columns = shownColumns(checkpointListView.columns, rows);
		return {columns, entries: checkpoints.map((checkpoint, index): Entry => ({checkpoint, cells: columns.map(column => cellOf(rows, index, column).text)}))};
	}, [checkpoints]);
	const shown = useMemo(() => {
		const needle = filter.toLowerCase();
		return entries.filter(({cells}) => cells.some(cell => cell.toLowerCase().includes(needle)));
	}, [entries, filter]);
	return {columns, entries, shown};
}
