import type {Command, Operands, Option, Options} from '../command.js';
import {allOptions} from '../help.js';
import {programOptions} from '../program-options.js';
import {firstWords, type FirstWord} from './first-words.js';

/** The completion for zsh: a file of `$fpath`, or sourced. */
export function zshScript(commands: readonly Command[]): string {
	const words = firstWords(commands);
	return `#compdef cryoscope
# Completion of cryoscope for zsh; written by cryoscope completion zsh.
_cryoscope() {
	local curcontext=$curcontext
	local -a commands
	if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
		commands=(
${words.map(({word, summary}) => `\t\t\t${quoted(`${word}:${summary}`)}`).join('\n')}
		)
		_describe -t commands command commands
		_files
		return
	fi

	case $words[2] in
${words.map(word => branch(word)).join('\n')}
		*)
			_arguments -S${specs(programOptions)} ${quoted('*:FILE:_files')}
			;;
	esac
}

if [[ $funcstack[1] == _cryoscope ]]; then
	_cryoscope "$@"
else
	compdef _cryoscope cryoscope
fi
`;
}

function branch({word, command, group}: FirstWord): string {
	if (command !== undefined) {
		return `\t\t${word})\n\t\t\twords=("\${(@)words[2,-1]}")\n\t\t\t(( CURRENT-- ))\n\t\t\t${argumentsOf(command)}\n\t\t\t;;`;
	}

	return `\t\t${word})
			if (( CURRENT == 3 )); then
				commands=(
${[...group].map(([name, {summary}]) => `\t\t\t\t\t${quoted(`${name}:${summary}`)}`).join('\n')}
				)
				_describe -t commands command commands
				return
			fi

			words=("\${(@)words[3,-1]}")
			(( CURRENT -= 2 ))
			case $words[1] in
${[...group].map(([name, found]) => `\t\t\t\t${name}) ${argumentsOf(found)} ;;`).join('\n')}
			esac
			;;`;
}

function argumentsOf(command: Command): string {
	return `_arguments -s -S${specs(allOptions(command))}${operandSpec(command.operands)}`;
}

function specs(options: Options): string {
	return Object.entries(options).flatMap(([name, option]) => optionSpecs(name, option)).map(spec => ` ${quoted(spec)}`).join('');
}

function optionSpecs(name: string, {short, value, help, isRepeatable = false, ...rest}: Option): string[] {
	const explained = `[${help.replaceAll(/[:\[\\\]]/gv, '\\$&')}]`;
	const argument = value === undefined ? '' : `:${value.replaceAll(':', '\\:')}:${action(rest)}`;
	const others = short === undefined || isRepeatable ? '' : `(-${short} --${name})`;
	const repeated = isRepeatable ? '*' : '';
	return [
		...(short === undefined ? [] : [`${others}${repeated}-${short}${value === undefined ? '' : '+'}${explained}${argument}`]),
		`${others}${repeated}--${name}${value === undefined ? '' : '='}${explained}${argument}`,
	];
}

function operandSpec({most, usage, completes, words}: Operands): string {
	if (most === 0) {
		return '';
	}

	const label = usage.replaceAll(':', '\\:');
	return ` ${quoted(words !== undefined && completes !== undefined ? `*:${label}:{ ${action({completes})}; compadd ${words.join(' ')} }` : `*:${label}:${action({completes, choices: words})}`)}`;
}

// With nothing to complete, the message alone is shown.
function action({choices, completes}: {readonly choices?: readonly string[] | undefined; readonly completes?: Option['completes'] | undefined}): string {
	if (choices !== undefined) {
		return `(${choices.join(' ')})`;
	}

	return completes === undefined ? ' ' : (completes === 'file' ? '_files' : '_path_files -/');
}

function quoted(text: string): string {
	return `'${text.replaceAll('\'', '\'\\\'\'')}'`;
}
