import {rules} from '../forensics/findings/rules.js';
import {findings as view, findingsBy} from '../views/findings.js';
import {defineCommand} from './command.js';
import {fieldNotes, file, namesOf} from './described.js';
import {withCheckpoint} from './open.js';
import {printContainerView} from './view-commands.js';
import {formatOption} from './view-options.js';
import {withYara} from './with-yara.js';

const widest = Math.max(...rules.map(({name}) => name.length));

/** What looks wrong, as a command. */
export const findings = defineCommand({
	name: view.name,
	summary: view.summary,
	operands: file,
	options: {
		rule: {value: 'NAME', choices: rules.map(({name}) => name), isRepeatable: true, help: 'only by this rule; may be given several times'},
		yara: {value: 'RULES', completes: 'file', isRepeatable: true, help: 'by the YARA rules of this file too; may be given several times'},
		...formatOption,
	},
	examples: [
		['findings checkpoint.tar', 'what looks wrong, what is dangerous first'],
		['findings --rule socket-shell --format json checkpoint.tar', 'shells on the network, for a program'],
		['findings --yara rules.yar checkpoint.tar', 'what YARA rules match in memory and files, among the others'],
	],
	notes: fieldNotes([
		'Rules, and what each looks for:',
		...rules.map(({name, looksFor}) => `  ${name.padEnd(widest)}  ${looksFor}`),
		'',
		'With --yara the engine of YARA-X scans the memory of every process, what the kernel kept',
		'for them (contents) and the files of the container. Each mapping, content and file is',
		'scanned by itself, in memory as far as its pages follow each other, and conditions are',
		'asked of it by itself; what is larger than 32 MiB is scanned in pieces. A finding is told',
		'once a mapping. Its description and severity (low, medium ...) are those of the rule\'s',
		'meta section. RULES may be NAMESPACE:RULES. Files that include others are refused.',
	].join('\n'), [...namesOf(view.columns), 'with --yara also offset, namespace, tags']),
	load: async () => async ({operands, options: {format, rule, yara}, terminal}) =>
		withYara(yara, async yaraRules => withCheckpoint(operands[0]!, terminal, async checkpoint => printContainerView(findingsBy(rule, yaraRules), checkpoint, format, terminal))),
});
