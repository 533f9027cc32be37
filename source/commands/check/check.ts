import {brokenOf, findingsOf} from '../../checkpoint/check/check.js';
import {contentFindings} from '../../checkpoint/check/contents.js';
import {severities, type Finding} from '../../checkpoint/check/finding.js';
import {packedPagesFindings} from '../../checkpoint/check/packed-pages.js';
import {counted} from '../../checkpoint/compose.js';
import {wrap} from '../../text/fit.js';
import {Untrusted} from '../../text/untrusted.js';
import {checkView} from '../../views/check.js';
import type {Run} from '../command.js';
import {withArchive} from '../open.js';
import {rowsText} from '../output/rows.js';
import {print} from '../terminal.js';
import type {options} from './command.js';

export const run: Run<typeof options> = async ({operands, options: {deep, format}, terminal}) => withArchive(operands[0]!, terminal, async checkpoint => {
	const findings = findingsOf(checkpoint);
	const all = deep ? [...await contentFindings(checkpoint.archive), ...packedPagesFindings(checkpoint), ...findings] : findings;
	const {output, columns} = terminal;
	await print(output, format === 'table' && columns !== undefined ? proseOf(all, columns) : rowsText(checkView.columns, all, {format, columns}));
	if (format === 'table') {
		await print(output, [`\n${verdict(Untrusted.from(operands[0]!).toString(), all)}\n`]);
	}

	return brokenOf(all).length === 0 ? 0 : 1;
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
	const broken = brokenOf(findings).length;
	return broken === 0 ? `${name} is whole.` : `${name} is not whole: ${counted(broken, 'thing')} broken.`;
}
