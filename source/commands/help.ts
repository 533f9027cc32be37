import type {Command, Option, Options} from './command.js';

/** The help of one command. */
export function commandHelp(command: Command): string {
	const {name, summary, operands, options, examples, notes} = command;
	return [
		summary,
		'',
		'Usage',
		`  $ cryoscope ${name}${Object.keys(options).length === 0 ? '' : ' [OPTION...]'}${operands.usage === '' ? '' : ` ${operands.usage}`}`,
		'',
		'Options',
		...optionLines(allOptions(command)),
		...(notes === undefined ? [] : ['', notes]),
		'',
		'Examples',
		...columns(examples.map(([line, what]) => [`  $ cryoscope ${line}`, what])),
		'',
	].join('\n');
}

/** The commands with their summaries, a line each. */
export function commandLines(commands: readonly Command[]): string[] {
	return columns(commands.map(({name, summary}) => [`  ${name}`, summary]));
}

/** The options of a command, and the one that every command has. */
export function allOptions({options}: Command): Options {
	return {...options, help: {short: 'h', help: 'show this'}};
}

/** Options with what they do, a line each. */
export function optionLines(options: Options): string[] {
	const hasShort = Object.values(options).some(({short}) => short !== undefined);
	return columns(Object.entries(options).map(([name, option]) => [optionName(name, option, hasShort ? ' '.repeat(4) : ''), optionHelp(option)]));
}

function optionName(name: string, {short, value}: Option, noShort: string): string {
	return `  ${short === undefined ? noShort : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function optionHelp({help, choices, isRepeatable}: Option): string {
	return choices === undefined || isRepeatable ? help : `${help} (${choices[0]!})`;
}

function columns(rows: ReadonlyArray<readonly [string, string]>): string[] {
	const width = rows.reduce((widest, [first]) => Math.max(widest, first.length), 0);
	return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}`.trimEnd());
}
