import {UsageError} from './commands/command.js';
import {programOptions} from './commands/program-options.js';
import {Untrusted} from './text/untrusted.js';

export type ProgramArguments = {
	readonly files: readonly string[];
	readonly options: ReadonlySet<keyof typeof programOptions>;
	/** What was given for the options that take a value. */
	readonly values: Readonly<Partial<Record<keyof typeof programOptions, readonly string[]>>>;
};

/**
Reads the arguments of the program where they name no command.

@throws {UsageError}
*/
export async function readProgramArguments(argv: readonly string[]): Promise<ProgramArguments> {
	// Loading a parser takes a tenth of the time to the first screen, and most have only a file to name.
	if (argv.every(argument => !argument.startsWith('-'))) {
		return {files: argv, options: new Set(), values: {}};
	}

	const {default: meow} = await import('meow');
	const names = Object.keys(programOptions) as ReadonlyArray<keyof typeof programOptions>;
	const {input, flags} = meow({
		importMeta: import.meta,
		argv,
		autoHelp: false,
		autoVersion: false,
		flags: {...Object.fromEntries(names.map(name => [name, takesValue(name) ? {type: 'string', isMultiple: true} as const : {type: 'boolean'} as const])), help: {type: 'boolean', shortFlag: 'h'}},
	});
	const known = new Set<string>(names);
	const unknown = Object.keys(flags).find(name => !known.has(name));
	if (unknown !== undefined) {
		throw new UsageError(`unknown option '${Untrusted.from(asTyped(unknown, argv)).toString()}'`);
	}

	const values = names.filter(name => takesValue(name)).map(name => [name, valuesOf(name, argv, flags[name])] as const);
	return {
		files: input.map(String),
		options: new Set(names.filter(name => flags[name] === true)),
		values: Object.fromEntries(values),
	};
}

function takesValue(name: keyof typeof programOptions): boolean {
	return 'value' in programOptions[name];
}

// What the parser makes of an option without a value, or of its opposite, is no value.
function valuesOf(name: keyof typeof programOptions, argv: readonly string[], parsed: unknown): readonly string[] {
	const isRepeatable = 'isRepeatable' in programOptions[name];
	const values = parsed as readonly unknown[] | undefined ?? [];
	const times = argv.filter(argument => argument.split('=', 1)[0] === `--${name}`).length;
	if ((!isRepeatable && times > 1) || values.length !== times || values.includes('') || values.includes(false)) {
		throw new UsageError(`--${name} ${isRepeatable ? 'needs a value' : 'takes one value'}`);
	}

	return values as readonly string[];
}

// The parser has names in camel case.
function asTyped(name: string, argv: readonly string[]): string {
	const letters = (text: string) => text.replaceAll('-', '').toLowerCase();
	const typed = argv.map(argument => argument.split('=', 1)[0]!).find(argument => argument.startsWith('--') && letters(argument) === letters(name));
	return typed ?? `${name.length === 1 ? '-' : '--'}${name}`;
}
