import type {Descriptor} from '../../checkpoint/model.js';
import type {Process} from '../../checkpoint/process.js';
import {files} from '../files.js';
import {fieldOf, unlessLost, type OfProcess} from './both.js';
import type {Both, Field} from './difference.js';
import {compareOpen, type ReplaceableDifference} from './replaceable.js';

// What it refers to: where one of these differs, it is another file.
const identity = new Set(['type', 'target']);

const compared = new Set([...identity, 'flags', 'position', 'close_on_exec', 'deleted']);

// Who else holds it is told by their own descriptors, and what becomes of a socket by the sockets.
const detail: Field<OfProcess<Descriptor>> = {name: 'detail', title: 'Detail', type: 'text', value: ({row}) => row.socket === undefined ? row.ownDetail : undefined};

const fields: ReadonlyArray<Field<OfProcess<Descriptor>>> = [
	...files.columns.filter(({name}) => compared.has(name)).map(column => fieldOf(column)),
	detail,
].map(field => field === detail || field.name === 'deleted' ? unlessLost(field, ({row}) => row.incomplete) : field);

/** Compares the descriptors of processes by their numbers: opened, closed, of another file now, or of the same one with other flags, position and so on. */
export function compareDescriptors(processes: Both<readonly Process[]>): ReplaceableDifference<OfProcess<Descriptor>> {
	return compareOpen(processes, ({descriptors}) => descriptors, fields, ({changes}) => changes.some(({field}) => identity.has(field.name)));
}
