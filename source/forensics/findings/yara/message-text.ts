import {Untrusted} from '../../../text/untrusted.js';

const parts = /^(?:error|warning)\[(?<code>\w+)\]: (?<what>[^\n]*)\n *--> (?:[^\n]*:)?(?<line>\d+):(?<column>\d+)\n/v;
// What stands behind the marks below the line that it is about.
const marked = /\n *\| *[\-^\|~]+ (?<label>[^\n]+)/v;

/** That the engine ended in a way that was not meant: out of memory or of its stack. */
export function brokenText(error: unknown): string {
	return `YARA's engine broke: ${Untrusted.from(error instanceof Error ? error.message : String(error)).toString()}`;
}

/** What the engine says in several lines with a drawing, in one. */
export function messageText(message: string): string {
	const {code, what, line, column} = parts.exec(message)?.groups ?? {};
	if (code === undefined) {
		return Untrusted.from(message.replaceAll(/\s+/gv, ' ').trim()).toString();
	}

	const label = marked.exec(message)?.groups?.label;
	return Untrusted.from(`line ${line}, column ${column}: ${what}${label === undefined ? '' : `: ${label}`} (${code})`).toString();
}
