import type {Command, Option, Options} from './command.js';

/** The help of one command. */
export function commandHelp({name, summary, operands, options, examples, notes}: Command): string {
	return [
		summary,
		'',
		'Usage',
		`  $ cryoscope ${name}${Object.keys(options).length === 0 ? '' : ' [OPTION...]'}${operands.usage === '' ? '' : ` ${operands.usage}`}`,
		'',
		'Options',
		...optionLines(options),
		...(notes === undefined ? [] : ['', notes]),
		'',
		'Examples',
		...columns(examples.map(([command, what]) => [`  $ cryoscope ${command}`, what])),
		'',
	].join('\n');
}

/** The commands with their summaries, a line each. */
export function commandLines(commands: readonly Command[]): string[] {
	return columns(commands.map(({name, summary}) => [`  ${name}`, summary]));
}

function optionLines(options: Options): string[] {
	const own = Object.entries(options).map(([name, option]): [string, string] => [optionName(name, option), optionHelp(option)]);
	return columns([...own, ['  -h, --help', 'show this']]);
}

function optionName(name: string, {short, value}: Option): string {
	return `  ${short === undefined ? ' '.repeat(4) : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function optionHelp({help, choices}: Option): string {
	return choices === undefined ? help : `${help} (${choices[0]!})`;
}

function columns(rows: ReadonlyArray<readonly [string, string]>): string[] {
	const width = rows.reduce((widest, [first]) => Math.max(widest, first.length), 0);
	return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}`.trimEnd());
}
