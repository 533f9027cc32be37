import {Untrusted} from '../../../text/untrusted.js';

const parts = /^(?:error|warning)\[(?<code>\w+)\]: (?<what>[^\n]*)\n *--> (?:[^\n]*:)?(?<line>\d+):(?<column>\d+)\n/v;
// What stands behind the marks below the line that it is about.
const marked = /\n *\| *[\-^\|~]+ (?<label>[^\n]+)/v;

// What the engine says of an include tells of its own platform, which has no files.
const includes = 'E042';

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

	const label = code === includes ? 'that is not done here, so name each file with --yara' : marked.exec(message)?.groups?.label;
	return Untrusted.from(`line ${line}, column ${column}: ${what}${label === undefined ? '' : `: ${label}`} (${code})`).toString();
}
