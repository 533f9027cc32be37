import {rules} from '../forensics/findings/rules.js';
import {findings as view, findingsBy} from '../views/findings.js';
import {defineCommand} from './command.js';
import {fieldNotes, file, namesOf} from './described.js';
import {withCheckpoint} from './open.js';
import {printContainerView} from './view-commands.js';
import {formatOption} from './view-options.js';

const widest = Math.max(...rules.map(({name}) => name.length));

/** What looks wrong, as a command. */
export const findings = defineCommand({
	name: view.name,
	summary: view.summary,
	operands: file,
	options: {
		rule: {value: 'NAME', choices: rules.map(({name}) => name), isRepeatable: true, help: 'only by this rule; may be given several times'},
		...formatOption,
	},
	examples: [
		['findings checkpoint.tar', 'what looks wrong, what is dangerous first'],
		['findings --rule socket-shell --format json checkpoint.tar', 'shells on the network, for a program'],
	],
	notes: fieldNotes(['Rules, and what each looks for:', ...rules.map(({name, looksFor}) => `  ${name.padEnd(widest)}  ${looksFor}`)].join('\n'), namesOf(view.columns)),
	load: async () => async ({operands, options: {format, rule}, terminal}) => withCheckpoint(operands[0]!, terminal, async checkpoint => printContainerView(findingsBy(rule), checkpoint, format, terminal)),
});
