import type {Section} from './report-model.js';

const style = `
body { font: 15px/1.45 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid #ccc; }
nav a { margin-right: 1rem; }
table { border-collapse: collapse; font: 13px/1.4 ui-monospace, monospace; }
th, td { text-align: left; vertical-align: top; padding: .15rem .6rem; border-bottom: 1px solid #e4e4e4; white-space: pre-wrap; overflow-wrap: anywhere; }
th { border-bottom: 2px solid #999; white-space: nowrap; }
pre { font: 13px/1.4 ui-monospace, monospace; white-space: pre-wrap; }
.note { color: #6b4a00; }
@media print { nav { display: none; } }
`.trim();

/**
A report as one page of HTML that loads nothing and runs nothing.

@yields it in pieces
*/
export function * htmlReport(title: string, sections: readonly Section[]): Generator<string> {
	yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
${style}
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<nav>${sections.map(({title: heading}, index) => `<a href="#s${index + 1}">${escaped(heading)}</a>`).join('\n')}</nav>
`;
	for (const [index, section] of sections.entries()) {
		yield * sectionHtml(section, index);
	}

	yield '</body>\n</html>\n';
}

function * sectionHtml({title, summary, table, notes, text}: Section, index: number): Generator<string> {
	yield `<h2 id="s${index + 1}">${escaped(title)}</h2>\n`;
	if (summary !== undefined) {
		yield `<p>${escaped(summary)}</p>\n`;
	}

	if (table !== undefined && table.length > 0) {
		yield `<table>\n<thead><tr>${table.headings.map(heading => `<th>${escaped(heading)}</th>`).join('')}</tr></thead>\n<tbody>\n`;
		for (const row of table.rows) {
			yield `<tr>${row.map(cell => `<td>${escaped(cell)}</td>`).join('')}</tr>\n`;
		}

		yield '</tbody>\n</table>\n';
	}

	if (text !== undefined) {
		yield `<pre>${escaped(text.join('\n'))}</pre>\n`;
	}

	for (const note of notes) {
		yield `<p class="note">${escaped(note)}</p>\n`;
	}
}

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;'};

function escaped(text: string): string {
	return text.replaceAll(/[^\s\w]/gv, character => entities[character] ?? character);
}
