import {counted} from '../../checkpoint/compose.js';
import {formatAddress} from '../../views/cell-text.js';
import {mappingFields, type Mapping, type MappingDifference, type MappingPair} from '../../views/diff/maps.js';
import type {Column} from '../../views/view.js';
import {doubtNotes, entriesOf, unknownNotes} from './entries.js';
import {sectionText} from './section.js';
import type {Shown} from './shown.js';

const {start, size, protection, name, kind} = mappingFields;

const columns: ReadonlyArray<Column<Mapping>> = [
	{name: 'pid', title: 'PID', type: 'pid', value: ({process}) => process.pid},
	start,
	size,
	protection,
	{...name, min: 24},
	kind,
];

/** The mappings in lines of text. Of a process that is new or gone they are only counted: all of them are. */
export function mapText(maps: MappingDifference, {checkpoints, options}: Shown, width: number | undefined): Generator<string> {
	const isNew = ({process: {pid}}: Mapping) => checkpoints.a.process(pid) === undefined;
	const isGone = ({process: {pid}}: Mapping) => checkpoints.b.process(pid) === undefined;
	const listed = {...maps, added: maps.added.filter(mapping => !isNew(mapping)), removed: maps.removed.filter(mapping => !isGone(mapping))};
	return sectionText('Memory Map Changes', columns, entriesOf(listed, {isAll: options['show-unchanged'], isKnown: true, lines: mergedLines, compare: byAddress}), width, [
		...unknownNotes(maps, 'mapping'),
		...doubtNotes(maps.doubts),
		...countLines('+', 'is new', maps.added.filter(mapping => isNew(mapping))),
		...countLines('-', 'is gone', maps.removed.filter(mapping => isGone(mapping))),
	]);
}

function countLines(marker: string, what: string, mappings: readonly Mapping[]): string[] {
	return [...Map.groupBy(mappings, ({process}) => process.pid)].map(([pid, own]) => `${marker} PID ${pid} ${what}, with ${counted(own.length, 'mapping')}`);
}

function mergedLines({from}: MappingPair): string[] {
	return from.length === 1 ? [] : [`Merged from: ${from.map(({vma}) => `${formatAddress(vma.start)}-${formatAddress(vma.end)} ${vma.protection}`).join(', ')}`];
}

function byAddress(one: Mapping, other: Mapping): number {
	const byProcess = one.process.pid - other.process.pid;
	return byProcess === 0 ? (one.vma.start < other.vma.start ? -1 : 1) : byProcess;
}
