import type {ComponentType, ReactNode} from 'react';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {Content} from '../checkpoint/contents/content.js';
import type {Process} from '../checkpoint/process.js';
import type {RootFolder} from '../forensics/root-folder.js';
import type {FindingsView} from '../views/findings.js';
import type {ChangesView} from '../views/saved-files.js';
import type {Untrusted} from '../text/untrusted.js';
import type {ViewedContent} from './content/viewed-content.js';
import type {Writable} from './writing/writable.js';

/** What a place is about: one process, or the container as a whole. */
export type Subject = 'process' | 'container';

/** Somewhere a person can be, and come back to. */
export type Place = {
	readonly subject: Subject;
	readonly pid: number | undefined;
	/** Id of a tab. */
	readonly tab: string;
	/** What is viewed there in place of the tab. */
	readonly content?: ViewedContent | undefined;
	/** An address in the process's memory, or an offset in the content. */
	readonly address?: bigint;
};

/** A row of a table, for whoever wants to come back to it. */
export type NotedRow = {
	/** Which of the rows, in the order of the view. */
	readonly index: number;
	/** What it says, harmless in a terminal. */
	readonly text: string;
	/** Where it leads in the memory of a process: of this one, or of the selected one. */
	readonly pid?: number | undefined;
	readonly address?: bigint | undefined;
	/** What it leads to in place of memory. */
	readonly content?: Content | undefined;
};

/** Something to type. */
export type Question = {
	readonly prompt: string;
	/** What stands there at first. */
	readonly text: string;
	/** Takes what was typed. */
	submit(text: string): void;
};

/** Views that somebody has asked to look further: by YARA rules, or at the root file system of the image. */
export type AskedViews = {readonly findings: FindingsView; readonly changes: ChangesView};

/** A text to be read in full: fields with values of any length. */
export type Detail = {
	readonly title: string;
	readonly fields: readonly DetailField[];
};

export type DetailField = {
	readonly name: string;
	/** Of a list, each stands in a line of its own. */
	readonly value: string | Untrusted | ReadonlyArray<string | Untrusted>;
	/** It is known, and has no characters. */
	readonly isEmpty?: boolean;
};

/** What a pane can ask of the app. The object stays the same for the app's life. */
export type Services = {
	/** Shows a line in the footer until the next one, or until the next key does something. */
	say(message: string, tone?: 'plain' | 'danger'): void;
	/** Goes somewhere (to an address alone: where we are), and remembers where we were for `[`; with `andBack`, leaving the pane that is gone to leads back to this one. */
	visit(place: Partial<Place>, how?: {readonly andBack: boolean}): void;
	/** Notes the address the pane is at now, for history and marks, without going anywhere. */
	noteAddress(address: bigint): void;
	/** Notes how the row that the focus is on is to be known, while it is. */
	noteRow(row: (() => NotedRow) | undefined): void;
	showDetail(detail: Detail): void;
	/** Has a line typed. */
	ask(question: Question): void;
	/** Asks which of these to write, where there are several, and for a name, and writes it to that. */
	offer(choices: readonly Writable[]): void;
	/** Into the clipboard, by the terminal. */
	copy(text: string): void;
	/** Moves the focus to the process tree, or goes back to where a visit began that leads back. */
	leave(): void;
	/** Has a person who quits asked first, once, with what would be lost: see `Leaving`. Returns what takes the reason away. */
	holdLeaving(reason: string): () => void;
	/** Where the files are that processes map, for a core. */
	readonly rootFolder: RootFolder | undefined;
	/** What a pane wants to keep while it is not on screen, by a key of its own. */
	readonly memory: Map<string, unknown>;
};

/** What a pane of the main area is given. It is drawn anew for another process or tab: keep what must outlive that in `services.memory`. */
export type PaneProps = {
	readonly checkpoint: Checkpoint;
	/** The selected process; undefined when there is none. */
	readonly process: Process | undefined;
	readonly isFocused: boolean;
	/** Cells inside the frame. */
	readonly width: number;
	readonly height: number;
	/** Changes when more of the archive has been decompressed: ask again what was pending. */
	readonly revision: number;
	/** Where to go: a new object for each visit that names an address. */
	readonly target: {readonly address: bigint} | undefined;
	readonly services: Services;
};

/** Draws a tab's frame around its content; `note` stands in the lower border, such as the place in a list. */
export type DrawFrame = (content: ReactNode, note?: string) => ReactNode;

/** A tab of the main area; it draws its own frame. */
export type Pane = {
	readonly id: string;
	readonly title: string;
	/** At most five characters, for a narrow screen. */
	readonly short: string;
	readonly Component: ComponentType<PaneProps & {readonly frame: DrawFrame}>;
};
