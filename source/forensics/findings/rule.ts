import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Process} from '../../checkpoint/process.js';
import type {SavedFile} from '../../checkpoint/saved-files/saved-file.js';
import type {Clue, FileClue, ProcessClue} from './finding.js';

type Named = {
	readonly name: string;
	/** What it looks for, in a few words. */
	readonly looksFor: string;
};

/** Looks at each process that has memory. May throw `InputError`: that costs what else it would have found in this process. */
export type ProcessRule = Named & {
	inProcess(process: Process, checkpoint: Checkpoint): Iterable<Clue> | AsyncIterable<Clue>;
};

/** Looks at all processes that have memory together. */
export type ContainerRule = Named & {
	inContainer(processes: readonly Process[], checkpoint: Checkpoint): Iterable<ProcessClue>;
};

/** Looks at the files that the container wrote, and that were saved with it. */
export type FileRule = Named & {
	inFiles(files: readonly SavedFile[]): Iterable<FileClue>;
};

/** One suspicion. A rule that cries wolf is worth less than none. */
export type Rule = ProcessRule | ContainerRule | FileRule;
