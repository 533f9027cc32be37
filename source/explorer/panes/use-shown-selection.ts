import {useEffect} from 'react';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Filter} from '../components/use-filter.js';
import type {ProcessRow} from '../../views/process-rows.js';

type Options = {
	readonly checkpoint: Checkpoint;
	readonly rows: readonly ProcessRow[];
	readonly selected: number | undefined;
	readonly filter: Filter;
	readonly onSelect: (pid: number) => void;
	readonly unfold: (pids: ReadonlySet<number>) => void;
};

/**
Keeps the selected process in the tree. A filter that it does not match selects the first process that does; a process that was selected elsewhere, or that a filter had let show, opens the filter or the folds that hide it.
*/
export function useShownSelection({checkpoint, rows, selected, filter, onSelect, unfold}: Options): void {
	const filterText = filter.field.text;
	const row = rows.find(({process}) => process.pid === selected);
	const isHidden = rows.length > 0 && selected !== undefined && row === undefined;
	useEffect(() => {
		const first = rows.find(({matches}) => matches);
		if (filterText !== '' && first && row?.matches !== true) {
			onSelect(first.process.pid);
		}
		// Only what is typed moves the selection.
		// eslint-disable-next-line react-hooks/exhaustive-deps
	}, [filterText]);
	useEffect(() => {
		if (isHidden && filterText !== '') {
			filter.clear();
		}
		// Only a selection from elsewhere ends a filter.
		// eslint-disable-next-line react-hooks/exhaustive-deps
	}, [selected]);
	const isFoldedAway = isHidden && filterText === '';
	useEffect(() => {
		if (isFoldedAway) {
			unfold(ancestorsOf(checkpoint, selected));
		}
	});
}

function ancestorsOf(checkpoint: Checkpoint, pid: number): ReadonlySet<number> {
	const ancestors = new Set<number>();
	for (let parent = checkpoint.process(pid)?.ppid; parent !== undefined && !ancestors.has(parent); parent = checkpoint.process(parent)?.ppid) {
		ancestors.add(parent);
	}

	return ancestors;
}
