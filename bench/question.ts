import type {Inputs} from './inputs/inputs.js';

/** What one answer cost. */
export type Sample = {
	/** In the unit of the contest. */
	readonly value: number;
	/** The most memory that was resident at once, in bytes. */
	readonly memory?: number | undefined;
	/** What was answered, in a few words: how many matches, how many rows. */
	readonly answer?: string | undefined;
};

/** One who answers. */
export type Contender = {
	/** What a reader knows it by: `rg -c -a -F`. */
	readonly name: string;
	/** Answers once, from the start, and leaves nothing running. */
	readonly run: () => Promise<Sample>;
	/** The most times its own figure that the first contender's may be. */
	readonly most?: number | undefined;
};

/** What a unit's figures are counted in; less is better. */
export type Unit = 'ms' | 'bytes';

export type Contest = {
	/** Ours is the first; one whose tool is not installed is undefined. */
	readonly contenders: ReadonlyArray<Contender | undefined>;
	/** Milliseconds, where nothing else is said. */
	readonly unit?: Unit;
	/** How many bytes are gone through: the table has a rate then. */
	readonly bytes?: number;
	/** The most that ours may be. */
	readonly most?: number;
	/** The most memory that ours may take, in bytes. */
	readonly mostMemory?: number;
};

/** What questions are asked with. */
export type Setting = {
	readonly inputs: Inputs;
	/** The program under measurement as a command line with these arguments. */
	readonly cryoscope: (...args: readonly string[]) => readonly [string, ...string[]];
};

/** Something that a user waits for, answered by cryoscope and by the tools that would be picked in its place. One file in `questions` has those of one subject. */
export type Question = {
	/** What `--only` chooses it by: `search-literal`. */
	readonly name: string;
	/** What is asked, as the table has it. */
	readonly what: string;
	/** Makes ready what the answers need; only what comes after it is measured. */
	readonly ask: (setting: Setting) => Promise<Contest>;
};
