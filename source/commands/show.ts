import {inspectContainer} from '../views/inspection/container.js';
import {Problems} from '../views/problems.js';
import {listed} from '../views/rows.js';
import {show as view, type ShownCheckpoint} from '../views/show.js';
import {Untrusted} from '../text/untrusted.js';
import {withCheckpoints} from './open.js';
import {ruledTable} from './output/ruled-table.js';
import {rowsText} from './output/rows.js';
import {print, type Terminal} from './terminal.js';
import type {Format} from './view-options.js';

/** Shows what containers the checkpoints at `paths` are of; returns the exit code. */
export async function show(paths: readonly string[], format: Format, terminal: Terminal): Promise<number> {
	const rows: ShownCheckpoint[] = [];
	const code = await withCheckpoints(paths, terminal, async ({container}, path) => {
		const problems = new Problems();
		rows.push({path, container: inspectContainer(container, problems)});
		return problems.messages;
	});
	if (rows.length > 0) {
		await print(terminal.output, format === 'table' ? table(rows, paths.length > 1, terminal) : rowsText(view.columns, rows, {format, columns: undefined}));
	}

	return code;
}

/**
As checkpointctl has it: one checkpoint under a line that names it, and the size of the root file system's changes only where there are some; of several, every size.

@yields lines
*/
function * table(rows: readonly ShownCheckpoint[], isOneOfSeveral: boolean, {columns}: Terminal): Generator<string> {
	const [first] = rows;
	if (!isOneOfSeveral) {
		yield `\nDisplaying container checkpoint data from ${Untrusted.from(first!.path).toString()}\n\n`;
	}

	const isShown = (name: string) => name !== 'root_fs_diff_size' || isOneOfSeveral || (first!.container.checkpoint_size.root_fs_diff_size ?? 0) > 0;
	yield * ruledTable(view.columns.filter(({name}) => isShown(name)), listed(rows), columns);
}
