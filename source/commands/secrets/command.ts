import {searchScopes} from '../../views/search/scope.js';
import {secretColumns} from '../../views/search/secret-columns.js';
import {defineCommand, type Options} from '../command.js';
import {fieldNotes, file, namesOf} from '../described.js';
import {formatOption, pidOption} from '../view-options.js';

export const secretsOptions = {
	pid: {...pidOption.pid, help: 'only in this process, and in what it has open; may be given several times'},
	scope: {value: 'SCOPE', choices: searchScopes, help: 'memory of processes, or everything: also queues, files, names, images'},
	show: {help: 'show values in full'},
	...formatOption,
} as const satisfies Options;

/** The secrets of a checkpoint, as a command. */
export const secretsCommand = defineCommand({
	name: 'secrets',
	summary: 'Secrets that are known by their form: keys, tokens, passwords, cookies, card numbers, with their addresses.',
	operands: file,
	options: secretsOptions,
	notes: fieldNotes(`
Found are private keys (PEM: OpenSSL, OpenSSH, PGP), JSON web tokens, keys and tokens of
AWS, Google, Azure, GitHub, GitLab, Slack and Stripe, passwords in URLs (those of
databases apart), tokens, passwords and cookies in headers of HTTP, card numbers with the
right check digit, and variables and arguments that are called like a password. They are
looked for as ASCII and as UTF-16, in what search --scope SCOPE searches.

Of values no more than the first four and the last two characters are printed, unless
--show is given. What is found several times in one process is one row, with the first
address and a count. A secret without such a form, and one that is cut by the edge of what
is there, is not found.`.slice(1), namesOf(secretColumns({scope: 'everything', hasCommon: true, isShown: false}))),
	examples: [
		['secrets checkpoint.tar', 'in the memory of every process'],
		['secrets --scope everything --format json checkpoint.tar', 'in all that there is, for a program'],
		['secrets -p 7 --show checkpoint.tar', 'in process 7, with their values'],
	],
	load: async () => (await import('./run.js')).run,
});
