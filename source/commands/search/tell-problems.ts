import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {othersNotSearched} from '../../views/other-checkpoints.js';
import type {Problems} from '../../views/problems.js';
import {complain, type Terminal} from '../terminal.js';

/** Tells what could not be searched of the file; says whether there was nothing to tell. */
export function tellProblems(checkpoint: Checkpoint, problems: Problems, terminal: Terminal): boolean {
	problems.addAll(checkpoint.problems.map(({message}) => message));
	// What is wrong with the archive as a whole is told in the end.
	const told = new Set(checkpoint.archive.problems.map(({message}) => message));
	for (const message of problems.messages.filter(message => !told.has(message))) {
		complain(terminal, message);
	}

	const others = problems.of(() => othersNotSearched(checkpoint));
	if (others !== undefined) {
		complain(terminal, others);
	}

	return others === undefined && problems.messages.length === 0;
}
