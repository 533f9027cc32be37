import {parseArgs} from 'node:util';
import {Untrusted} from '../text/untrusted.js';
import {UsageError, type Command, type Option, type Options, type Values} from './command.js';

export type Arguments = {
	readonly options: Values<Options>;
	readonly operands: readonly string[];
	readonly isHelp: boolean;
};

/**
Reads the arguments of a command by its description.

@throws {UsageError}
*/
export function readArguments({options, operands, name}: Pick<Command, 'options' | 'operands' | 'name'>, argv: readonly string[]): Arguments {
	const {values: all, positionals} = parse(options, argv);
	const {help: isHelp = false, ...given} = all;
	if (isHelp === true) {
		return {options: {}, operands: [], isHelp: true};
	}

	if (positionals.length < operands.least || positionals.length > operands.most) {
		throw new UsageError(`${name} takes ${operands.usage}, but ${positionals.length === 0 ? 'nothing was given' : `${positionals.length} ${positionals.length === 1 ? 'was' : 'were'} given`}`);
	}

	if (positionals.includes('')) {
		throw new UsageError(`${name} takes ${operands.usage}, but one that was given is empty`);
	}

	const values = Object.entries(options).map(([option, description]) => [option, valueOf(option, description, given[option])] as const);
	return {options: Object.fromEntries(values) as Values<Options>, operands: positionals, isHelp: false};
}

type Given = string | boolean | Array<string | boolean> | undefined;

function parse(options: Options, argv: readonly string[]): {values: Record<string, Given>; positionals: string[]} {
	const types = Object.entries(options).map(([name, {short, value, isRepeatable = false}]) => [name, {type: value === undefined ? 'boolean' : 'string', multiple: isRepeatable || value !== undefined, ...(short !== undefined && {short})}] as const);
	const config = {args: [...argv], options: {...Object.fromEntries(types), help: {type: 'boolean', short: 'h'}} as const, allowPositionals: true};
	try {
		return parseArgs(config);
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		if (!code?.startsWith('ERR_PARSE_ARGS')) {
			throw error;
		}

		refuseDashed(options, parseArgs({...config, strict: false, tokens: true}).tokens);
		// The first sentence says what is wrong; what was typed is quoted in it.
		const [sentence = message] = message.split(/\. |\n/v, 1);
		const said = Untrusted.from(sentence.replace(/\.$/v, '')).toString();
		throw new UsageError(said[0]!.toLowerCase() + said.slice(1));
	}
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

/** A value that begins with a dash, which could be another option: Node says so in three sentences. */
function refuseDashed(options: Options, tokens: readonly Token[]): void {
	for (const token of tokens) {
		const option = token.kind === 'option' ? options[token.name] : undefined;
		if (token.kind === 'option' && option?.value !== undefined && token.inlineValue === false && /^-./v.test(token.value)) {
			const {name, value} = token;
			checked(name, option, value);
			throw new UsageError(`--${name} takes ${option.value}; one that begins with a dash is given as --${name}=${Untrusted.from(value).toString()}`);
		}
	}
}

function valueOf(name: string, option: Option, given: Given): unknown {
	if (option.value === undefined) {
		return given === true;
	}

	const texts = (given ?? []) as string[];
	if (option.isRepeatable) {
		return texts.map(text => checked(name, option, text));
	}

	if (texts.length > 1) {
		throw new UsageError(`--${name} can be given once`);
	}

	return texts[0] === undefined ? option.choices?.[0] : checked(name, option, texts[0]);
}

function checked(name: string, {choices, isNumber, completes, value}: Option, text: string): string | number {
	if (completes !== undefined && text === '') {
		throw new UsageError(`--${name} takes ${value}, but what was given is empty`);
	}

	const shown = Untrusted.from(text).toString();
	if (choices && !choices.includes(text)) {
		throw new UsageError(`--${name} takes ${new Intl.ListFormat('en', {type: 'disjunction'}).format(choices)}, not ${shown}`);
	}

	if (!isNumber) {
		return text;
	}

	if (!/^\d{1,15}$/v.test(text)) {
		throw new UsageError(`--${name} takes a whole number that is not negative, not ${shown}`);
	}

	return Number(text);
}
