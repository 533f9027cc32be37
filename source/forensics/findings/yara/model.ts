import type {Plan} from '../../../search/plan.js';

/** A file of YARA rules. */
export type YaraSource = {
	/** Of the file, printable. */
	readonly name: string;
	readonly namespace: string;
	readonly text: string;
};

/** A rule that matches, and what it says of itself. */
export type YaraRule = {
	readonly name: string;
	readonly namespace: string;
	readonly tags: readonly string[];
	/** What its `meta` section has of these, if it is text. */
	readonly description?: string | undefined;
	readonly severity?: string | undefined;
};

/** A string of a rule, as the engine calls its patterns, with its matches. */
export type YaraString = {
	/** `$a` */
	readonly identifier: string;
	readonly count: number;
	/** The first match: bytes from the start of what was scanned, and the beginning of it. */
	readonly offset: number;
	readonly length: number;
	readonly bytes: Uint8Array;
};

export type YaraMatch = {
	readonly rule: YaraRule;
	/** Bytes from the start of what was scanned to the piece of it that the condition holds of. */
	readonly start: number;
	/** None where the condition holds without them, or where all are private. */
	readonly strings: readonly YaraString[];
};

/** What the thread is told to scan: each segment of the plan by itself, from this one on. */
export type YaraTask = {readonly plan: Plan; readonly from: number};

/** What the thread says when the rules are compiled, or why they are not. */
export type YaraStart =
	| {readonly type: 'compiled'; readonly warnings: ReadonlyArray<{readonly file: string; readonly text: string}>}
	| {readonly type: 'refused'; readonly file: string; readonly errors: readonly string[]};

/** What it says of a task. `broken` is the end of the engine, and of the thread; one that is spent should be replaced by another. */
export type YaraNews =
	| {readonly type: 'matched'; readonly segment: number; readonly matches: readonly YaraMatch[]}
	| {readonly type: 'passed'; readonly bytes: number}
	| {readonly type: 'unread'; readonly segment: number; readonly reason: string}
	| {readonly type: 'broken'; readonly segment: number; readonly reason: string}
	| {readonly type: 'done'; readonly isSpent: boolean};

/** What is larger is scanned in pieces of this many bytes: the engine has to have it in its own memory, and copies it there. */
export const mostAtOnce = 32 * 1024 * 1024;

/** How far such pieces overlap: a longer match may be missed. */
export const overlap = 1024 * 1024;

/** How many matches of one string are counted in what is scanned at once: what they take is the container's choice. */
export const mostOfString = 10_000;
