import {history as view} from '../views/history.js';
import {memoryCommand} from './memory-command.js';

/** What was typed in shells, as a command. */
export const history = memoryCommand(view, {
	options: '', what: 'what was typed in every shell, in order',
	notes: `
Every process is looked at, whatever it is called: entries are found by the structures that
bash and all else that has GNU Readline (Python's prompt before 3.13), zsh (64-bit), and
the shells of BusyBox (unless TMOUT is set) keep them in. Other shells are not understood.
Which processes were looked at is said on the standard error.

Rows with a guess are not from the list that the shell goes by. BusyBox keeps no times;
those of bash and zsh for commands that they read from a history file without times are
the time of the reading.`.slice(1),
});
