/** The operand of a command that works on one checkpoint. */
export const file = {usage: 'FILE', least: 1, most: 1, completes: 'file'} as const;

/** The names of the fields that rows with these columns have in JSON and CSV. */
export function namesOf(columns: ReadonlyArray<{readonly name: string}>): string[] {
	return columns.map(({name}) => name);
}

const helpWidth = 80;

/** Notes of a help with the names of the fields of JSON and CSV, in lines. */
export function fieldNotes(notes: string | undefined, names: readonly string[]): string {
	const lines = ['Fields:'];
	for (const [index, name] of names.entries()) {
		const word = index === names.length - 1 ? name : `${name},`;
		const longer = `${lines.at(-1)!} ${word}`;
		if (longer.length > helpWidth) {
			lines.push(`  ${word}`);
		} else {
			lines[lines.length - 1] = longer;
		}
	}

	return [...(notes === undefined ? [] : [notes, '']), ...lines].join('\n');
}
