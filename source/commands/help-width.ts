import {wrap} from '../text/fit.js';

// Where what a line is about takes more of the width than this, what is said of it begins in the next line.
const widestName = 0.5;
const indent = 6;

/** A help as it fits into `columns` cells; as it is where nobody looks at it. Paragraphs are filled anew, of what stands in two columns the second one is broken, and words stay whole. */
export function inWidth(help: string, columns: number | undefined): string {
	const lines = help.split('\n');
	return columns === undefined || lines.every(line => line.length <= columns)
		? help
		: paragraphsOf(lines).flatMap(line => line.length <= columns ? [line] : broken(line, columns)).join('\n');
}

/** Lines of prose that follow each other become one. */
function paragraphsOf(lines: readonly string[]): string[] {
	const joined: string[] = [];
	for (const [index, line] of lines.entries()) {
		const follows = isProse(line) && isProse(lines[index - 1] ?? '');
		joined.push(follows ? `${joined.pop()!} ${line}` : line);
	}

	return joined;
}

function isProse(line: string): boolean {
	return /^\S/v.test(line);
}

function broken(line: string, columns: number): string[] {
	const {name = '', text = ''} = /^(?<name> *\S(?:\S| (?! ))* {2,})(?<text>\S.*)$/v.exec(line)?.groups ?? {};
	if (name === '') {
		const rest = line.trimStart();
		const blanks = line.length - rest.length;
		return hanging(' '.repeat(blanks), rest, columns, blanks * 2);
	}

	return name.length <= columns * widestName
		? hanging(name, text, columns, name.length)
		: [...broken(name.trimEnd(), columns), ...hanging(' '.repeat(indent), text, columns, indent)];
}

function hanging(first: string, text: string, columns: number, depth: number): string[] {
	return wrap(text, columns - Math.max(depth, first.length)).map((part, index) => `${index === 0 ? first : ' '.repeat(depth)}${part}`);
}
