import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {Statistic} from '../checkpoint/statistics.js';
import {formatCount, formatDuration} from './format.js';
import {Problems} from './problems.js';
import {listed} from './rows.js';
import type {ContainerView} from './view.js';

type Row = Statistic & {readonly operation: 'dump' | 'restore'};

/** CRIU's statistics. */
export const stats: ContainerView<Row> = {
	name: 'stats',
	title: 'Statistics',
	summary: 'CRIU\'s statistics of the dump, and of a restore: times, pages, pipes.',
	columns: [
		{name: 'operation', title: 'Of the', type: 'text', value: ({operation}) => operation},
		{name: 'name', title: 'Name', type: 'text', min: 20, value: ({name}) => name},
		{
			name: 'value', title: 'Value', type: 'number',
			value: ({value}) => value,
			text: ({value, unit}) => unit === 'microseconds' ? formatDuration(value) : formatCount(value),
			json: ({value}) => value,
		},
		{name: 'unit', title: 'Unit', type: 'text', value: ({unit}) => unit, text: ({unit}) => unit === 'microseconds' ? undefined : unit},
		{name: 'meaning', title: 'Meaning', type: 'text', min: 20, value: ({name}) => meanings[name]},
	],
	rows: checkpoint => listed(statisticsOf(checkpoint, new Problems())),
	problems(checkpoint) {
		const problems = new Problems();
		statisticsOf(checkpoint, problems);
		return problems.messages;
	},
	notes: ({container}) => new Problems().of(() => container.statistics.length) === 0 ? ['There are no statistics of the dump: stats-dump is not there.'] : [],
};

/** Damage to one image doesn't cost the other. */
function statisticsOf({container}: Checkpoint, problems: Problems): Row[] {
	const dump = problems.of(() => container.statistics) ?? [];
	const restore = problems.of(() => container.restoreStatistics) ?? [];
	return [...dump.map(row => ({...row, operation: 'dump' as const})), ...restore.map(row => ({...row, operation: 'restore' as const}))];
}

// criu/stats.c
const meanings: Readonly<Record<string, string>> = {
	freezing_time: 'until the processes stood still',
	frozen_time: 'that they stood still',
	memdump_time: 'to collect their memory',
	memwrite_time: 'to write it',
	pages_scanned: 'of private memory looked at',
	pages_skipped_parent: 'unchanged since the parent dump',
	pages_written: 'of private memory written',
	irmap_resolve: 'to find the paths of watched files',
	pages_lazy: 'left for later (lazy pages)',
	page_pipes: 'that the memory went through',
	page_pipe_bufs: 'of these pipes',
	shpages_scanned: 'of shared memory looked at',
	shpages_skipped_parent: 'of shared memory unchanged since the parent dump',
	shpages_written: 'of shared memory written',
	pages_compared: 'compared with those of the parent process',
	pages_skipped_cow: 'left shared with the parent process',
	forking_time: 'to make the processes',
	restore_time: 'until they ran',
	pages_restored: 'restored',
};
