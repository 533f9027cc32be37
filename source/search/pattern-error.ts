/** What was typed is no pattern. The message is one line for the person; `position` counts UTF-16 units from the start of what was typed. */
export class PatternError extends Error {
	override readonly name = 'PatternError';
	readonly position: number | undefined;

	constructor(message: string, position?: number) {
		super(position === undefined ? message : `${message} (at character ${position + 1})`);
		this.position = position;
	}
}
