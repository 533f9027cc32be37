import type {Target} from '../../archive/whole-file.js';
import type {ShowStep} from '../../views/step.js';
import type {DetailField} from '../pane.js';

/** Something that a person can have written to a new file, or into a new folder. */
export type Writable = {
	/** What it is, to choose it from a list. */
	readonly label: string;
	/** How large it is, or what it is good for. */
	readonly note: string;
	/** The name that is offered. */
	readonly name: string;
	/**
	Writes it. What `show` throws gives it up.

	@throws {InputError} when it can't be read or written, or the name is not free
	@throws {PendingError}
	*/
	write(target: NewTarget, show: ShowStep): Promise<Written>;
};

/** Where to: a name that must be free. */
export type NewTarget = Omit<Target, 'replaces'>;

/** What was written. */
export type Written = {
	/** In one line. */
	readonly text: string;
	/** Something should be in it that is not. */
	readonly isIncomplete: boolean;
	/** What else there is to know of it. */
	readonly fields: readonly DetailField[];
};
