import {enumNames} from '../../../criu/schema.js';
import {Untrusted} from '../../../text/untrusted.js';
import {quotedPrintable} from '../quoted-printable.js';
import type {Subject} from './subject.js';

const typeNames = enumNames('fd_types')!;

type Files = Pick<Subject, 'files' | 'problems'>;

/** What an open file of a type is, in the words of CRIU's own Python tool: its path, `pipe[INODE]`, `unix[INODE (PEER) NAME]`, and of every other type the type and the id. */
export function fileText(files: Files, type: number, id: number): string {
	const name = typeNames.get(type) ?? String(type);
	switch (name) {
		case 'REG': {
			return pathText(files, id);
		}

		case 'PIPE': {
			return `pipe[${entryOf(files, id)?.pipe?.pipe_id ?? '?'}]`;
		}

		case 'UNIXSK': {
			return unixText(files, id);
		}

		default: {
			return `${name}.${id}`;
		}
	}
}

/** The path of a file by its id. */
export function pathText({files, problems}: Files, id: number): string {
	const path = problems.of(() => files.reference(id))?.path;
	return path === undefined || path.length === 0 ? 'unknown path' : path.toString();
}

function unixText(files: Files, id: number): string {
	const socket = entryOf(files, id)?.usk;
	if (socket === undefined) {
		return 'unix[?]';
	}

	const name = Untrusted.from(quotedPrintable(socket.name, {lines: false})).toString();
	return `unix[${socket.ino} (${socket.peer})${name === '' ? '' : ` ${name}`}]`;
}

function entryOf({files, problems}: Files, id: number): ReturnType<typeof files.entry> {
	return problems.of(() => files.entry(id));
}
