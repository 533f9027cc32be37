import fs from 'node:fs';
import meow from 'meow';
import {InputError} from './archive/byte-source.js';
import {commandLines, optionLines} from './commands/help.js';
import {commands, commandsOf, findCommand} from './commands/index.js';
import {findPlugin, type Plugin} from './commands/plugins/find.js';
import {programOptions} from './commands/program-options.js';
import {runCommand} from './commands/run.js';
import {processTerminal} from './commands/terminal.js';
import {detectCapabilities, whyNotInteractive} from './explorer/terminal/capabilities.js';
import {charsetOf} from './text/charset.js';
import {Untrusted} from './text/untrusted.js';

const help = `
Usage
  $ cryoscope FILE    explore a checkpoint: an archive, or a directory of images
  $ cryoscope         choose among the checkpoints of this node
  $ cryoscope COMMAND ...

Commands
${commandLines(commands).join('\n')}

  cryoscope COMMAND --help tells more. A file that is called like a command is opened as ./NAME.
  Where there is neither a command nor a file NAME, a program cryoscope-NAME on the PATH is run.

Options
${optionLines(programOptions).join('\n')}

The checkpoint is only ever read. Press ? for the keys.
`;

const knownFlags: ReadonlySet<string> = new Set(Object.keys(programOptions));

/** Runs the program with the arguments `argv`; sets the exit code: 0 done, 1 the input could not be read, 2 wrong usage, 128 and more ended by a signal. */
export async function main(argv: readonly string[]): Promise<void> {
	endQuietlyWithoutReader();
	process.exitCode = await run(argv);
	// What is still open (a worker, the terminal's input) must not keep the program.
	process.stdout.write('', () => {
		// eslint-disable-next-line unicorn/no-process-exit
		process.exit();
	});
}

async function run(argv: readonly string[]): Promise<number> {
	const found = findCommand(argv);
	if (found) {
		return runCommand(found.command, found.rest, processTerminal(process), charsetOf(process.env));
	}

	const group = commandsOf(argv[0]);
	if (group.length > 0 && ['--help', '-h'].includes(argv[1] ?? '')) {
		process.stdout.write(`${commandLines(group).join('\n')}\n\nEach has its own --help.\n`);
		return 0;
	}

	if (group.length > 0 && argv[1] === '--version') {
		return runExplorer(['--version']);
	}

	if (group.length > 0) {
		return complain(`${argv[0]} what? ${group.map(({name}) => name).join(', ')}; each has its --help`, 2);
	}

	const plugin = pluginFor(argv[0]);
	if (plugin === undefined) {
		return runExplorer(argv);
	}

	const {runPlugin} = await import('./commands/plugins/run.js');
	return runPlugin(plugin, argv.slice(1));
}

// A file comes first: what is in a folder of plugins must not change what is opened.
function pluginFor(word: string | undefined): Plugin | undefined {
	return word === undefined || fs.existsSync(word) ? undefined : findPlugin(word, process.env.PATH);
}

async function runExplorer(argv: readonly string[]): Promise<number> {
	const {input, flags, pkg} = meow({
		importMeta: import.meta,
		argv,
		autoHelp: false,
		autoVersion: false,
		flags: {
			mouse: {type: 'boolean', default: false},
			help: {type: 'boolean'},
			version: {type: 'boolean'},
		},
	});
	const unknown = Object.keys(flags).find(name => !knownFlags.has(name));
	if (unknown !== undefined) {
		return complain(`unknown option ${printable(typedOption(unknown, argv))}; see cryoscope --help`, 2);
	}

	if (flags.help) {
		process.stdout.write(help.slice(1));
		return 0;
	}

	if (flags.version) {
		process.stdout.write(`${pkg.version}\n`);
		return 0;
	}

	const [file, extra] = input.map(String);
	if (file !== undefined && extra !== undefined && !fs.existsSync(file)) {
		return complain(`${printable(file)} is neither a command nor a file; see cryoscope --help`, 2);
	}

	if (extra !== undefined) {
		return complain(`one checkpoint at a time, but there is also ${printable(extra)}; see cryoscope --help`, 2);
	}

	const obstacle = whyNotInteractive(process.env, process.stdin.isTTY, process.stdout.isTTY);
	if (obstacle !== undefined) {
		return complain(`this needs a terminal, but ${obstacle}: run it in one, without redirecting it, or see cryoscope --help for the commands that print the same`, 2);
	}

	const options = {mouse: flags.mouse, capabilities: detectCapabilities(process.env)};
	// Before React is loaded: its development build is much slower. Level 1 is the 16 named colours, and what a terminal without colour needs as well; of a contradiction Node would warn, across the screen.
	process.env.NODE_ENV = 'production';
	process.env.FORCE_COLOR = '1';
	delete process.env.NO_COLOR;
	const {explore, exploreNode} = await import('./explorer/explorer.js');
	if (file === undefined) {
		return exploreNode(options);
	}

	try {
		return await explore(file, options);
	} catch (error) {
		if (error instanceof InputError) {
			return complain(error.message, 1);
		}

		throw error;
	}
}

/** As it was typed: the parser has names in camel case. */
function typedOption(name: string, argv: readonly string[]): string {
	const letters = (text: string) => text.replaceAll('-', '').toLowerCase();
	const typed = argv.map(argument => argument.split('=', 1)[0]!).find(argument => argument.startsWith('--') && letters(argument) === letters(name));
	return typed ?? `${name.length === 1 ? '-' : '--'}${name}`;
}

function complain(message: string, exitCode: number): number {
	process.stderr.write(`cryoscope: ${message}\n`);
	return exitCode;
}

function printable(text: string): string {
	return Untrusted.from(text).toString();
}

function endQuietlyWithoutReader(): void {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			// The reader of a pipe has seen enough; a full disk has not.
			if (error.code !== 'EPIPE' && stream === process.stdout) {
				complain(`standard output: ${error.code === 'ENOSPC' ? 'no space left' : error.code ?? error.message}`, 1);
			}

			// eslint-disable-next-line unicorn/no-process-exit
			process.exit(error.code === 'EPIPE' ? 0 : 1);
		});
	}
}
