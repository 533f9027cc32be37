import type {Process} from '../checkpoint/process.js';
import {chosenProcesses, outermost} from '../views/chosen-processes.js';
import {processTree, treeColumns} from '../views/process-tree.js';
import {jsonText} from '../writing/json-text.js';
import type {JsonObject} from '../writing/json.js';
import {defineCommand} from './command.js';
import {withCheckpoint} from './open.js';
import {record} from './output/record.js';
import {print} from './terminal.js';
import {fieldNotes, file, namesOf} from './described.js';
import {printContainerView, reportProblems} from './view-commands.js';
import {formatOption, pidOption} from './view-options.js';

/** The processes as a tree of lines for people, nested in JSON, and as rows with their depth in the other formats. */
export const pstree = defineCommand({
	name: 'pstree', summary: processTree().summary, operands: file,
	options: {args: {short: 'a', help: 'command lines in place of names'}, ...pidOption, ...formatOption},
	notes: fieldNotes(
		[
			'With --pid, the trees of these processes. In JSON each process has its children; csv',
			'and ndjson have a row for each, with its depth, for what can\'t read JSON of any depth.',
			'The lines of what lies deeper than 200 levels begin with an ellipsis.',
		].join('\n'),
		[...namesOf(treeColumns), 'children, or depth'],
	),
	examples: [['pstree --args checkpoint.tar', 'the tree with command lines']],
	load: async () => async ({operands, options: {args: showsCommand, pid, format}, terminal}) => withCheckpoint(operands[0]!, terminal, async checkpoint => {
		const roots = pid.length === 0 ? checkpoint.roots : outermost(chosenProcesses(checkpoint, pid));
		const view = processTree({roots, showsCommand});
		if (format !== 'json') {
			return printContainerView(view, checkpoint, format, terminal);
		}

		await print(terminal.output, jsonText(nested(roots), 2));
		await print(terminal.output, ['\n']);
		return reportProblems(view, checkpoint, terminal);
	}),
});

function * nested(processes: readonly Process[]): Generator<JsonObject> {
	for (const process of processes) {
		yield {...record(treeColumns, {process}), children: nested(process.children)};
	}
}
