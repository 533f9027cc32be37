import type {Process} from '../../checkpoint/process.js';
import {socketColumns, socketsOf, type OpenSocket} from '../sockets.js';
import {fieldOf, unlessLost, type OfProcess} from './both.js';
import type {Both, Field} from './difference.js';
import {compareOpen, type ReplaceableDifference} from './replaceable.js';

// Who holds the other side is told by their own sockets; what is for programs only says the same in parts.
const fields: ReadonlyArray<Field<OfProcess<OpenSocket>>> = socketColumns
	.filter(({name, shown}) => name !== 'peer' && shown !== 'never')
	.map(column => fieldOf(column))
	.map(field => field.name.endsWith('_queue') ? unlessLost(field, ({row}) => row.incomplete) : field);

/** Compares the sockets of processes by the numbers of their descriptors. Another inode or protocol is another socket; one that keeps them may have another state, other addresses, or more to be read. */
export function compareSockets(processes: Both<readonly Process[]>): ReplaceableDifference<OfProcess<OpenSocket>> {
	return compareOpen(processes, socketsOf, fields, ({changes}) => changes.some(({field}) => field.name === 'inode' || field.name === 'protocol'));
}
