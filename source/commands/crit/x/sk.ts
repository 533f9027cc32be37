import type {Socket} from '../../../checkpoint/model.js';
import type {Untrusted} from '../../../text/untrusted.js';
import {labelled} from './labelled.js';
import type {Subject} from './subject.js';

/**
The sockets of a process: protocol, state, addresses, and who has the other side.
@yields lines
*/
export function * sk({process, problems}: Subject): Generator<string> {
	for (const {fd, socket} of problems.of(() => process.descriptors) ?? []) {
		if (socket !== undefined) {
			yield labelled(fd, socketText(socket));
		}
	}
}

function socketText({protocol, state, local, remote, peer}: Socket): string {
	const other = joined([remote, peer], ', ');
	return `${joined([protocol, state, local], ' ')}${other === '' ? '' : ` -> ${other}`}`;
}

function joined(parts: ReadonlyArray<string | Untrusted | undefined>, separator: string): string {
	return parts.filter(part => part !== undefined).join(separator);
}
