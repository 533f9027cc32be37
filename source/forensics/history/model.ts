import type {Presence} from '../../memory/presence.js';
import type {Untrusted} from '../../text/untrusted.js';

/** Whose structures an entry was found in. Programs with GNU Readline other than bash, such as Python's prompt, are `readline`; `ash` is any shell of BusyBox. */
export type HistoryKeeper = 'bash' | 'readline' | 'zsh' | 'ash';

/**
What an entry's place in the history rests on:

- `list`: the list that the program itself goes by
- `loose list`: a list of entries that nothing was found to point to
- `loose entry`: an entry that is in no list, such as one that was removed
- `text`: a line that looks like one of a history file

All but the first are guesses.
*/
export type HistorySource = 'list' | 'loose list' | 'loose entry' | 'text';

/** A command that was typed, or read from a history file. */
export type HistoryEntry = {
	readonly keeper: HistoryKeeper;
	readonly source: HistorySource;
	/** Its place in its list, from 1. */
	readonly number: number | undefined;
	/** As far as its memory is there. */
	readonly command: Untrusted;
	/** Why there is no more of it; undefined where it is whole. */
	readonly missing: Presence | 'too long' | undefined;
	/** Seconds since 1970, where the program keeps a time. */
	readonly time: bigint | undefined;
	/** Of the entry itself; of a text, where it begins. */
	readonly address: bigint;
	/** Of the command's first character. */
	readonly commandAddress: bigint;
};

/** What the memory of a process has of a history. */
export type ProcessHistory = {
	/** List by list in their order, then what is in none, by time. */
	readonly entries: readonly HistoryEntry[];
	/** There is more that looks like it than was looked at. */
	readonly isCut: boolean;
	/** What could not be searched, a sentence each. */
	readonly problems: readonly string[];
	/** Bytes of memory that should be there and are not, by why. */
	readonly lost: ReadonlyMap<Presence, bigint>;
};
