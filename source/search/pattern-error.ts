import {Untrusted} from '../text/untrusted.js';

/** What was typed is no pattern. The message is one printable line for the person, whatever was pasted; `position` counts UTF-16 units from the start of what was typed. */
export class PatternError extends Error {
	override readonly name = 'PatternError';
	readonly position: number | undefined;

	constructor(message: string, position?: number) {
		const printable = Untrusted.from(message).toString();
		super(position === undefined ? printable : `${printable} (at character ${position + 1})`);
		this.position = position;
	}
}
