import {Untrusted} from '../../text/untrusted.js';
import {UsageError, type Options, type Run} from '../command.js';
import {loadCommands} from '../index.js';
import {print} from '../terminal.js';
import {bashScript} from './bash.js';
import {shells} from './command.js';
import {fishScript} from './fish.js';
import {zshScript} from './zsh.js';

const scripts = {bash: bashScript, zsh: zshScript, fish: fishScript} as const;

/** Writes the completion of a shell. */
export const completion: Run<Options> = async ({operands, terminal}) => {
	const shell = shells.find(name => name === operands[0]);
	if (shell === undefined) {
		throw new UsageError(`completion is for ${shells.join(', ')}, not ${Untrusted.from(operands[0]!).toString()}`);
	}

	await print(terminal.output, [scripts[shell](await loadCommands())]);
	return 0;
};
