import type {Terminal} from './terminal.js';

/** An option of a command, as data: the parser, the help and the shell completions are made from it. */
export type Option = {
	/** One letter. */
	readonly short?: string;
	/** What stands for its value in the help; a switch has none. */
	readonly value?: string;
	/** The values it takes; the first is what holds without it. */
	readonly choices?: readonly string[];
	/** A whole number that is not negative. */
	readonly isNumber?: boolean;
	readonly isRepeatable?: boolean;
	/** What a shell completes as its value. */
	readonly completes?: 'file' | 'directory';
	readonly help: string;
};

export type Options = Readonly<Record<string, Option>>;

type Single<O extends Option> = O extends {readonly choices: ReadonlyArray<infer Choice>} ? Choice : O extends {readonly isNumber: true} ? number | undefined : string | undefined;

/** What was given for each option: a switch is a boolean, a repeatable option a list, one with choices one of these. */
export type Values<O extends Options> = {
	readonly [Name in keyof O]: O[Name] extends {readonly value: string} ? (O[Name] extends {readonly isRepeatable: true} ? ReadonlyArray<NonNullable<Single<O[Name]>>> : Single<O[Name]>) : boolean;
};

/** What a command works on, in the words of the help, and how many there may be. */
export type Operands = {
	readonly usage: string;
	readonly least: number;
	readonly most: number;
	readonly completes?: 'file' | 'directory';
	/** What a shell completes, of those that are one of a few words. */
	readonly words?: readonly string[];
};

/** What a command is run with. */
export type Invocation<O extends Options> = {
	readonly options: Values<O>;
	readonly operands: readonly string[];
	readonly terminal: Terminal;
};

/**
Does what the command says; returns the exit code: 0 done, 1 not all could be read.

@throws {InputError} when nothing could
@throws {UsageError} when options do not go together
*/
export type Run<O extends Options> = (invocation: Invocation<O>) => Promise<number>;

export type Example = readonly [command: string, what: string];

/** A subcommand: data, and how to load what does it. */
export type Command = {
	readonly name: string;
	/** One sentence. */
	readonly summary: string;
	readonly operands: Operands;
	readonly options: Options;
	readonly examples: readonly Example[];
	/** More for its own help. */
	readonly notes?: string;
	load(): Promise<Run<Options>>;
};

/** Keeps the types of the options for whoever runs the command. */
export function defineCommand<const O extends Options>(command: Omit<Command, 'options' | 'load'> & {readonly options: O; load(): Promise<Run<O>>}): Command {
	return command as unknown as Command;
}

/** What was typed makes no sense: one line for the person, exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}
