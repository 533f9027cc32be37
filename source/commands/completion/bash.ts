import type {Command, Option, Options} from '../command.js';
import {allOptions} from '../help.js';
import {programOptions} from '../program-options.js';
import {firstWords, type FirstWord} from './first-words.js';

/** The completion for bash 3.2 and newer, by itself: it needs no other package. */
export function bashScript(commands: readonly Command[]): string {
	const words = firstWords(commands);
	return `# Completion of cryoscope for bash; written by cryoscope completion bash.
_cryoscope() {
	local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command options= words= files=
	# Bash takes --name=value for three words.
	if [[ $current == = ]]; then
		current=
	elif [[ $previous == = ]]; then
		previous=\${COMP_WORDS[COMP_CWORD-2]}
	fi

	case $COMP_CWORD in
		1) command= ;;
		2) command=\${COMP_WORDS[1]} ;;
		*) command="\${COMP_WORDS[1]} \${COMP_WORDS[2]}" ;;
	esac

	case $command in
		'')
			options='${longNames(programOptions)}' words='${words.map(({word}) => word).join(' ')}' files=file
			;;
${words.flatMap(word => branches(word)).join('\n')}
		*)
			options='${longNames(programOptions)}' files=file
			;;
	esac

	local IFS=$' \\t\\n'
	if [[ $current == -* && $options != '' ]]; then
		COMPREPLY=($(compgen -W "$options" -- "$current"))
		return
	fi

	COMPREPLY=($(compgen -W "$words" -- "$current"))
	if [[ $files == '' ]]; then
		return
	fi

	# What is typed may be quoted; what is found is quoted by bash.
	local name typed=\${current#[\\'\\"]}
	while IFS= read -r name; do
		COMPREPLY+=("$name")
	done < <(compgen -A "$files" -- "\${typed//\\\\/}")
	compopt -o filenames 2>/dev/null
}

complete -F _cryoscope cryoscope
`;
}

function branches({word, command, group}: FirstWord): string[] {
	return command === undefined
		? [
			...[...group].map(([second, found]) => branch(`'${word} ${second}'`, found)),
			`\t\t${word})\n\t\t\t${wordsOf([...group.keys()]).trimEnd()}\n\t\t\t;;`,
			`\t\t'${word} '*)\n\t\t\t;;`,
		]
		: [branch(`${word}|'${word} '*`, command)];
}

function branch(pattern: string, command: Command): string {
	const options = allOptions(command);
	const {words} = command.operands;
	const values = Object.entries(options).filter(([, {value}]) => value !== undefined);
	const otherwise = `options='${longNames(options)}' ${wordsOf(words)}${filesOf(command.operands)}`.trimEnd();
	if (values.length === 0) {
		return `\t\t${pattern})\n\t\t\t${otherwise}\n\t\t\t;;`;
	}

	return [
		`\t\t${pattern})`,
		'\t\t\tcase $previous in',
		...values.map(([name, option]) => `\t\t\t\t${option.short === undefined ? '' : `-${option.short}|`}--${name}) ${wordsOf(option.choices)}${filesOf(option)};;`),
		`\t\t\t\t*) ${otherwise} ;;`,
		'\t\t\tesac',
		'\t\t\t;;',
	].join('\n');
}

function wordsOf(words: readonly string[] | undefined): string {
	return words === undefined ? '' : `words='${words.join(' ')}' `;
}

function filesOf({completes}: Pick<Option, 'completes'>): string {
	return completes === undefined ? '' : `files=${completes} `;
}

function longNames(options: Options): string {
	return Object.keys(options).map(name => `--${name}`).join(' ');
}
