import {InputError} from '../archive/byte-source.js';
import {setTerminalCharset, type Charset} from '../text/printable.js';
import {readArguments} from './arguments.js';
import {UsageError, type Command} from './command.js';
import {commandHelp} from './help.js';
import {inWidth} from './help-width.js';
import {complain, print, type Terminal} from './terminal.js';

/** Runs a command with the arguments `argv` behind its name; returns the exit code: 0 done, 1 not all could be read, 2 wrong usage. */
export async function runCommand(command: Command, argv: readonly string[], terminal: Terminal, charset: Charset): Promise<number> {
	setTerminalCharset(charset);
	try {
		const {options, operands, isHelp} = readArguments(command, argv);
		if (isHelp) {
			await print(terminal.output, [inWidth(commandHelp(command), terminal.columns)]);
			return 0;
		}

		const run = await command.load();
		return await run({options, operands, terminal});
	} catch (error) {
		if (error instanceof UsageError) {
			complain(terminal, `${error.message}; see cryoscope ${command.name} --help`);
			return 2;
		}

		if (error instanceof InputError) {
			complain(terminal, error.message);
			return 1;
		}

		throw error;
	}
}
