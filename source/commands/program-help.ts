import type {Command} from './command.js';
import {commandLines, optionLines} from './help.js';
import {programOptions} from './program-options.js';

/** What `cryoscope --help` prints. */
export function programHelp(commands: readonly Command[]): string {
	return `Usage
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
}
