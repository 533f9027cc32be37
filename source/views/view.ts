import type {Untrusted} from '../text/untrusted.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {Process} from '../checkpoint/process.js';
import type {Content} from '../checkpoint/contents/content.js';
import type {Extractable} from '../forensics/extract/extract.js';
import type {Passed} from '../forensics/find-pattern.js';
import type {Document} from './document.js';
import type {ShowStep} from './step.js';

/** What a column holds: decides alignment and how a value is written. */
export type CellType = 'text' | 'pid' | 'number' | 'address' | 'bytes' | 'time' | 'flag';

export type Cell = string | number | bigint | boolean | Untrusted | undefined;

export type Column<Row> = {
	/** Stable name of the field in JSON, in snake_case. */
	readonly name: string;
	/** Heading of the column in a table. The columns that matter most come first: a narrow screen has no room for the last. */
	readonly title: string;
	readonly type: CellType;
	/** Characters in a table: a text that is longer is cut to the least before the columns behind it give way, and always to the most. */
	readonly min?: number;
	readonly max?: number;
	/** In a table: only where some row has more in it than nothing, zero or no; or never, where another column tells it too. Without it, always. */
	readonly shown?: 'if-filled' | 'never';
	/** Mostly paths: one that is too long loses its start in a table, not its name. */
	readonly isPath?: boolean;
	value(row: Row): Cell;
	/** What a table shows in place of the value, where that is shorter or says more. */
	text?(row: Row): Cell;
	/** What the value is made of, where that is many things: seen in full, each stands for itself. */
	parts?(row: Row): ReadonlyArray<string | Untrusted>;
	/** `text` is understood only behind the rows before it: where those are not there, the value is shown. */
	readonly continues?: boolean;
	/** What JSON has in place of the value, where that is a text made of parts that a program wants each for itself. */
	json?(row: Row): Document;
};

/** Rows on demand: a view of a million mappings makes only those that are looked at. */
export type Rows<Row> = {
	readonly length: number;
	at(index: number): Row;
};

/** A question asked of a checkpoint, once, for every face. */
export type View<Row> = {
	/** Name of the subcommand and of the JSON document. */
	readonly name: string;
	readonly title: string;
	/** One sentence for the help. */
	readonly summary: string;
	readonly columns: ReadonlyArray<Column<Row>>;
};

/**
A question about one process.

Reading rows throws `PendingError` and `InputError`.
*/
export type ProcessView<Row> = View<Row> & {
	rows(process: Process, checkpoint: Checkpoint): Rows<Row>;
	/** What is to be known of the rows as a whole, a sentence each: what is missing of them and why. */
	notes?(process: Process, checkpoint: Checkpoint): readonly string[];
	/** Where a row leads: an address in the process's memory. */
	address?(row: Row): bigint | undefined;
	/** What has to be done, and takes a while, before `contents` can answer for rows of which it says that they are pending; rejects with `PendingError` while the archive is being decompressed. */
	prepareContents?(checkpoint: Checkpoint): Promise<void>;
	/** What a row stands for, to be viewed: as many as there are, none where there is nothing in it. Throws as the rows do. */
	contents?(row: Row, process: Process, checkpoint: Checkpoint): readonly Content[];
	/** The memory that a row stands for. */
	area?(row: Row): {readonly start: bigint; readonly end: bigint};
};

/** What came of a walk through the memory of a process. */
export type MemoryAnswer<Row> = {
	readonly rows: Rows<Row>;
	/** What is to be known of the rows as a whole, a sentence each. */
	readonly notes: readonly string[];
	/** What could not be looked at, and why, a sentence each. */
	readonly problems: readonly string[];
};

/** A question about one process that takes a walk through its memory. */
export type MemoryView<Row> = View<Row> & {
	/**
	Looks for the answer.

	@yields how far it is; it ends early when `signal` says so
	@throws {PendingError} while a part of the memory is still being decompressed
	@throws {InputError} when the memory can't be read
	*/
	look(process: Process, signal?: AbortSignal): AsyncGenerator<Passed, MemoryAnswer<Row>>;
	/** Where a row leads: an address in the process's memory. */
	address?(row: Row): bigint | undefined;
};

/** Where in the checkpoint a row leads. */
export type RowPlace = {
	readonly pid?: number | undefined;
	/** In the memory of that process. */
	readonly address?: bigint | undefined;
	/** A row of a view of that process, or without one of the container, by the view's name. */
	readonly counterpart?: {readonly view: string; readonly index: number} | undefined;
};

/**
A question about the whole container.

Reading rows throws `PendingError` and `InputError`.
*/
export type ContainerView<Row> = View<Row> & {
	/** What has to be done before rows can be asked for, and takes a while; what takes long shows how far it is. Rejects with `PendingError` while the archive is being decompressed. */
	prepare?(checkpoint: Checkpoint, show?: ShowStep): Promise<void>;
	rows(checkpoint: Checkpoint): Rows<Row>;
	/** What could not be read of it, a sentence each. */
	problems?(checkpoint: Checkpoint): readonly string[];
	/** What else is to be known of the rows as a whole, a sentence each. */
	notes?(checkpoint: Checkpoint): readonly string[];
	/** What JSON has in place of the rows, where these are made for people; what is not known in it is null. */
	document?(checkpoint: Checkpoint): Document;
	/** What a row stands for, to be viewed: none where there is nothing in it. Throws as the rows do. */
	contents?(row: Row): readonly Content[];
	/** Where in that. */
	offset?(row: Row): bigint | undefined;
	/** A row as a file that can be extracted; with it, all rows can be. */
	extractable?(row: Row): Extractable;
	/** Where a row leads that has nothing in it to be viewed: a process. */
	pid?(row: Row): number | undefined;
	/** Where in the memory of that process. */
	address?(row: Row): bigint | undefined;
	/** The row of a view of that process, or without one of the container, by its name, that is about the same. */
	counterpart?(row: Row): RowPlace['counterpart'];
	/** Where a process has what a row stands for open or mapped; undefined where none has. Throws as the rows do. */
	holding?(row: Row): RowPlace | undefined;
};
