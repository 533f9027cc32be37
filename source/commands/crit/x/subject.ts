import type {FileTable} from '../../../checkpoint/file-table.js';
import type {Process} from '../../../checkpoint/process.js';
import type {Report} from './report.js';

/** What a report about one process is made from. */
export type Subject = {
	readonly process: Process;
	readonly files: FileTable;
	readonly report: Report;
	/** Numbers of shared memory objects by their ids, through all processes of the report. */
	readonly objects: Map<bigint, number>;
};
