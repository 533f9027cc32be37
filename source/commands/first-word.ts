import fs from 'node:fs';
import {charsetOf} from '../text/charset.js';
import {commandLines} from './help.js';
import {findPlugin} from './plugins/find.js';
import {runCommand} from './run.js';
import {complain, processTerminal} from './terminal.js';
import {findCommand, loadCommands, namesBehind} from './index.js';

/** Runs what the first words of `argv` name, a command or a plugin; returns the exit code, or undefined when they name neither. */
export async function runFirstWord(argv: readonly string[]): Promise<number | undefined> {
	const terminal = processTerminal(process);
	const found = await findCommand(argv);
	if (found) {
		return runCommand(found.command, found.rest, terminal, charsetOf(process.env));
	}

	const [word, next] = argv;
	const group = namesBehind(word);
	if (group.length > 0 && ['--help', '-h'].includes(next ?? '')) {
		process.stdout.write(`${commandLines(await loadCommands(group)).join('\n')}\n\nEach has its own --help.\n`);
		return 0;
	}

	// Asked of the program.
	if (next === '--version' && group.length > 0) {
		return undefined;
	}

	if (group.length > 0) {
		complain(terminal, `${word} what? ${group.join(', ')}; each has its --help`);
		return 2;
	}

	// A file comes first: what is in a folder of plugins must not change what is opened.
	const plugin = word === undefined || fs.existsSync(word) ? undefined : findPlugin(word, process.env.PATH);
	if (plugin === undefined) {
		return undefined;
	}

	const {runPlugin} = await import('./plugins/run.js');
	return runPlugin(plugin, argv.slice(1));
}
