import type {FileTable} from '../../../checkpoint/file-table.js';
import type {Process} from '../../../checkpoint/process.js';
import type {Problems} from '../../../views/problems.js';

/** What a report about one process is made from. */
export type Subject = {
	readonly process: Process;
	readonly files: FileTable;
	/** What could not be read for this process. */
	readonly problems: Problems;
	/** Numbers of shared memory objects by their ids, through all processes of the report. */
	readonly objects: Map<bigint, number>;
};
