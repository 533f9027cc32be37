import type {Content} from '../../checkpoint/contents/content.js';
import type {Process} from '../../checkpoint/process.js';
import type {SavedFile} from '../../checkpoint/saved-files/saved-file.js';
import type {Untrusted} from '../../text/untrusted.js';

/** `danger` is seldom harmless; a `notice` often is, and is worth a look where something else is wrong. */
export type Severity = 'danger' | 'notice';

/** What a rule found. */
export type Clue = {
	readonly severity: Severity;
	/** What is there, in one line. */
	readonly evidence: Untrusted;
	/** Why it matters, in one sentence: ours, or that of a YARA rule. */
	readonly why: string | Untrusted;
	/** Where in the memory of the process it is. */
	readonly address?: bigint | undefined;
	/** The descriptor of the process that it is about. */
	readonly fd?: number | undefined;
};

/** What a rule found in a process. */
export type ProcessClue = Clue & {readonly process: Process};

/** What a rule found in a file that was saved with the checkpoint. */
export type FileClue = Clue & {readonly file: SavedFile};

/** What looks wrong. */
export type Finding = Clue & {
	/** Name of the rule that says so. */
	readonly rule: string;
	readonly process?: Process;
	readonly file?: SavedFile | undefined;
	/** Bytes that are no memory, and where in them it is. */
	readonly kept?: {readonly content: Content; readonly offset: bigint};
	/** Of a YARA rule. */
	readonly yara?: {readonly namespace: string; readonly tags: readonly string[]};
};

/** What is dangerous before what is only to be noticed, else as they come. */
export function dangerFirst(findings: readonly Finding[]): Finding[] {
	return [...findings.filter(({severity}) => severity === 'danger'), ...findings.filter(({severity}) => severity === 'notice')];
}
