import {matchAt, textSigns, type Recogniser} from './recogniser.js';

const nameBefore = /(?:^|(?<boundary>[\s\0"&',;`]))(?<name>(?:--?)?[\w\-.]{0,64})$/;
const rest = /(?<name>[\w-]{0,48})=(?<value>[\u0020-\u007E\u0080-\u00FF]{1,512})/y;

const variable = /^[A-Z_][\dA-Z_]*$/;
const argument = /^--?[a-z][\w\-.]*$/i;
// What tells of a secret, and is none.
const about = /(?:_|-)(?:file|path|dir|url|uri|name|ttl|timeout|length|len|size|type|id|count|expiry|expires?|prompt|policy|enabled|required|version)$/i;
const nothing = /^(?:null|none|nil|undefined|true|false|yes|no|on|off|\d{1,3}|\*+|x+|\.+)$/i;
const madeOf = /^[$%(<@[\\{]|\$[\w({]|%[dqsv]\b|^[^\dA-Za-z]+$/;

/** Variables and arguments that are called like a password: `NAME=value`, `--name=value`. */
export const secretVariable: Recogniser = {
	signs: textSigns(['password', 'passwd', 'passphrase', 'secret', 'token', 'api_key', 'apikey', 'api-key', 'private_key'], {anyCase: true}),
	reach: 640,
	recognise(text, at) {
		const before = nameBefore.exec(text.slice(Math.max(0, at - 72), at));
		const after = before === null ? undefined : matchAt(rest, text, at);
		if (after === undefined) {
			return [];
		}

		const name = before!.groups!.name! + after.groups!.name!;
		const kind = variable.test(name) ? 'variable' : (name.startsWith('-') && argument.test(name) ? 'argument' : undefined);
		const typed = after.groups!.value!;
		// A string of its own is the value to its end; in a line, it ends with the word.
		const {lead = '', value} = (before!.groups!.boundary ?? '\0') === '\0' ? {value: typed} : wordOf(typed);
		if (kind === undefined || about.test(name) || value.length < 3 || nothing.test(value) || madeOf.test(value)) {
			return [];
		}

		const start = at + after.groups!.name!.length + 1 + lead.length;
		return [{kind, name, start, end: start + value.length}];
	},
};

/** The word that a text begins with, and the quote before it. */
function wordOf(text: string): {readonly lead?: string; readonly value: string} {
	const quoted = /^(?<lead>["'])(?<value>.*?)\k<lead>/.exec(text)?.groups as {readonly lead: string; readonly value: string} | undefined;
	return quoted ?? {value: /^[^\s"&'),;<>\\`|]*/.exec(text)![0]};
}
