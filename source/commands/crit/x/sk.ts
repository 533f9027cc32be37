import type {Socket} from '../../../checkpoint/model.js';
import type {Untrusted} from '../../../text/untrusted.js';
import {labelled} from './report.js';
import type {Subject} from './subject.js';

/**
The sockets of a process: protocol, state, addresses, and who has the other side.
@yields lines
*/
export function * sk({process, report}: Subject): Generator<string> {
	for (const {fd, socket} of report.ask(() => process.descriptors) ?? []) {
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
