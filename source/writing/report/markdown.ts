import type {Section} from './report-model.js';

/**
A report as Markdown.

@yields it in pieces
*/
export function * markdownReport(title: string, sections: Iterable<Section>): Generator<string> {
	yield `# ${escaped(title)}\n`;
	for (const {title: heading, summary, table, notes, text} of sections) {
		yield `\n## ${escaped(heading)}\n\n`;
		if (summary !== undefined) {
			yield `${escaped(summary)}\n\n`;
		}

		if (table !== undefined && table.length > 0) {
			yield `${line(table.headings)}${line(table.headings.map(() => '---'), cell => cell)}`;
			for (const row of table.rows) {
				yield line(row);
			}

			yield '\n';
		}

		// Behind a list it would be part of that, and no text as it stands.
		if (text !== undefined) {
			yield text.map(words => `    ${words}\n`).join('');
		}

		for (const [index, note] of notes.entries()) {
			yield `${index === 0 && text !== undefined ? '\n' : ''}- ${escaped(note)}\n`;
		}
	}
}

function line(cells: readonly string[], write = escaped): string {
	return `| ${cells.map(cell => write(cell)).join(' | ')} |\n`;
}

const markup = new Set('\\`*_[]<>|~&#@');

/** Text in which nothing is markup, and no address becomes a link: what a suspect wrote only shows. */
function escaped(text: string): string {
	return text
		.replaceAll(/[^\s\w]|_/gv, character => markup.has(character) ? `\\${character}` : character)
		.replaceAll(/(?<=\bwww)\.|\b:(?=\/\/)|^[+\-](?= )|(?<=^\d{1,9})[\).](?= )/gv, String.raw`\$&`)
		.replace(/^ +/v, spaces => '\u00A0'.repeat(spaces.length));
}
