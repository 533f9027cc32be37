import type {Command, Operands, Option} from '../command.js';
import {allOptions} from '../help.js';
import {programOptions} from '../program-options.js';
import {firstWords} from './first-words.js';

const complete = 'complete -c cryoscope';
const directories = '(__fish_complete_directories)';

/** The completion for fish 3 and newer. */
export function fishScript(commands: readonly Command[]): string {
	const words = firstWords(commands);
	return [
		`# Completion of cryoscope for fish; written by cryoscope completion fish.
function __cryoscope_follows
	set -l typed (commandline -opc)
	test (count $typed) -gt (count $argv); or return 1
	for index in (seq (count $argv))
		test $typed[(math $index + 1)] = $argv[$index]; or return 1
	end
end

function __cryoscope_at
	test (count (commandline -opc)) -eq (math 1 + (count $argv)); and __cryoscope_follows $argv
end
`,
		...Object.entries(programOptions).map(([name, option]) => `${complete} -n __cryoscope_at${optionOf(name, option)}`),
		...words.map(({word, summary}) => `${complete} -n __cryoscope_at -a ${word} -d ${quoted(summary)}`),
		...words.filter(({group}) => group.size > 0).flatMap(({word, group}) => [
			`${complete} -n '__cryoscope_follows ${word}' -f`,
			...[...group].map(([name, {summary}]) => `${complete} -n '__cryoscope_at ${word}' -a ${name} -d ${quoted(summary)}`),
		]),
		...commands.flatMap(command => commandLines(command)),
		'',
	].join('\n');
}

function commandLines(command: Command): string[] {
	const start = `${complete} -n '__cryoscope_follows ${command.name}'`;
	return [
		...Object.entries(allOptions(command)).map(([name, option]) => `${start}${optionOf(name, option)}`),
		operandLine(start, command.operands),
	];
}

function operandLine(start: string, {completes, words = []}: Operands): string {
	const values = [...words, ...(completes === 'directory' ? [directories] : [])];
	return `${start} ${completes === 'file' ? '-F' : '-f'}${valuesOf(values)}`;
}

function optionOf(name: string, {short, value, choices, completes, help}: Option): string {
	const names = `${short === undefined ? '' : ` -s ${short}`} -l ${name}`;
	const argument = value === undefined ? '' : (completes === 'file' ? ' -r -F' : ` -x${valuesOf(choices ?? (completes === 'directory' ? [directories] : []))}`);
	return `${names}${argument} -d ${quoted(help)}`;
}

function valuesOf(values: readonly string[]): string {
	return values.length === 0 ? '' : ` -a ${quoted(values.join(' '))}`;
}

function quoted(text: string): string {
	return `'${text.replaceAll(/['\\]/gv, '\\$&')}'`;
}
