import {history as view} from '../views/history.js';
import {memoryCommand} from './memory-command.js';

/** What was typed in shells, as a command. */
export const history = memoryCommand(view, {
	options: '', what: 'what was typed in every shell, in order',
	notes: `
Every process is looked at, whatever it is called: entries are found by the structures that
bash, and whatever else has GNU Readline, keep them in. Which processes were looked at is
said on the standard error.

Rows with a guess are not from the list that the shell goes by. bash notes a time for each
command; those that it read from a history file without times have the time of the reading.`.slice(1),
});
