import {isWhole} from '../checkpoint/check/check.js';
import {contentFindings} from '../checkpoint/check/contents.js';
import {severities, type Finding} from '../checkpoint/check/finding.js';
import {counted} from '../checkpoint/compose.js';
import {wrap} from '../text/fit.js';
import {Untrusted} from '../text/untrusted.js';
import {check as view} from '../views/check.js';
import {defineCommand, type Command, type Options, type Run} from './command.js';
import {withArchive} from './open.js';
import {rowsText} from './output/rows.js';
import {print} from './terminal.js';
import {fieldNotes, file, namesOf} from './view-commands.js';
import {formatOption} from './view-options.js';

const options = {
	deep: {help: 'read every file to its end as well, and the archives among them'},
	...formatOption,
} as const satisfies Options;

/** Says whether a checkpoint is whole, before anyone tries to restore it. */
export const check: Command = defineCommand({
	name: view.name,
	summary: view.summary,
	operands: file,
	options,
	notes: fieldNotes([
		'Severities',
		'  broken  restore will fail, or a part of what was frozen is lost or can\'t be read:\n          exit code 1',
		'  needs   restore will need it',
		'  note    worth knowing',
	].join('\n'), namesOf(view.columns)),
	examples: [
		['check checkpoint.tar', 'what is wrong with it, and what restore will need'],
		['check --format json checkpoint.tar', 'the same for a program'],
	],
	load: async () => run,
});

const run: Run<typeof options> = async ({operands, options: {deep, format}, terminal}) => withArchive(operands[0]!, terminal, async checkpoint => {
	const rows = view.rows(checkpoint);
	const findings = Array.from({length: rows.length}, (_, index) => rows.at(index));
	const all = deep ? [...await contentFindings(checkpoint.archive), ...findings] : findings;
	const {output, columns} = terminal;
	await print(output, format === 'table' && columns !== undefined ? proseOf(all, columns) : rowsText(view.columns, all, {format, columns}));
	if (format === 'table') {
		await print(output, [`\n${verdict(Untrusted.from(operands[0]!).toString(), all)}\n`]);
	}

	return isWhole(all) ? 0 : 1;
});

// A cell would cut what there is to say.
function * proseOf(findings: readonly Finding[], columns: number): Generator<string> {
	const indent = Math.max(...severities.map(severity => severity.length)) + 2;
	const lines = (text: string) => wrap(text, columns - indent);
	for (const {severity, file: where, offset, text} of findings) {
		const [first, ...others] = [...lines(`${String(where)}${offset === undefined ? '' : ` at byte ${offset}`}`), ...lines(String(text))];
		yield `${severity.padEnd(indent)}${first!}\n${others.map(line => `${' '.repeat(indent)}${line}\n`).join('')}`;
	}
}

function verdict(name: string, findings: readonly Finding[]): string {
	const broken = findings.filter(({severity}) => severity === 'broken').length;
	return broken === 0 ? `${name} is whole.` : `${name} is not whole: ${counted(broken, 'thing')} broken.`;
}
