import {terminalCharset} from '../../text/printable.js';
import type {Descriptor} from '../../checkpoint/model.js';
import type {Mount} from '../../checkpoint/mounts.js';
import {fieldOf, type OfProcess} from '../../views/diff/both.js';
import type {ChangedFile} from '../../views/diff/changed-files.js';
import {mountFields} from '../../views/diff/mounts.js';
import type {Item} from '../../views/diff/metadata.js';
import type {SideFacts} from '../../views/diff/side-facts.js';
import {cellText} from '../../views/cell-text.js';
import {files as filesView} from '../../views/files.js';
import {formatBytes, formatExactBytes, formatTime} from '../../views/format.js';
import {socketColumns} from '../../views/sockets.js';
import type {Column} from '../../views/view.js';
import {doubtNotes, entriesOf, replaceableEntries, unknownNotes} from './entries.js';
import {mapText} from './map-text.js';
import {memoryText} from './memory-text.js';
import {processText} from './process-text.js';
import {cut, sectionText, type Entry} from './section.js';
import type {Shown} from './shown.js';
import {sizeChange, summaryLines} from './summary.js';

/**
The comparison for people: a section for each subject, the counts last.

@yields lines
*/
export function * diffText(shown: Shown, columns: number | undefined): Generator<string> {
	for (const lines of [headText(shown), sizeText(shown)]) {
		yield * lines.map(line => `${cut(line, columns)}\n`);
		yield '\n';
	}

	for (const section of sections(shown, columns)) {
		yield * section;
		yield '\n';
	}

	yield * ['Summary:', ...summaryLines(shown)].map(line => `${cut(line, columns)}\n`);
}

function * sections(shown: Shown, columns: number | undefined): Generator<Iterable<string>> {
	const {difference: {processes, files, sockets, maps, memory, mounts, rootfs, metadata}, options} = shown;
	const isAll = options['show-unchanged'];
	if (processes !== undefined) {
		yield processText(processes, shown, columns);
	}

	if (files !== undefined) {
		// Of sockets their own section tells more.
		const isTold = ({row: {row}}: Entry<OfProcess<Descriptor>>) => sockets === undefined || row.socket === undefined;
		yield sectionText(`File Descriptor Changes${sockets === undefined ? '' : ', but for sockets'}`, fileColumns, replaceableEntries<OfProcess<Descriptor>>(files, {isAll, isKnown: true, compare: byNumber}).filter(entry => isTold(entry)), columns, [...unknownNotes(files, 'descriptor'), ...doubtNotes(files.doubts)]);
	}

	if (sockets !== undefined) {
		yield sectionText('Socket Changes', openColumns, replaceableEntries(sockets, {isAll, isKnown: true, compare: byNumber}), columns, [...unknownNotes(sockets, 'socket'), ...doubtNotes(sockets.doubts)]);
	}

	if (maps !== undefined) {
		yield mapText(maps, shown, columns);
	}

	if (memory !== undefined) {
		yield memoryText(memory, shown.checkpoints, columns);
	}

	if (mounts !== undefined) {
		yield sectionText('Mount Changes', mountColumns, entriesOf(mounts, {isAll, compare: byDestination}), columns);
	}

	if (rootfs !== undefined) {
		yield sectionText('Root File System Changes', changedFileColumns, entriesOf(rootfs, {isAll, compare: byPath}), columns, doubtNotes(rootfs.doubts));
	}

	if (metadata !== undefined) {
		yield sectionText('Metadata Changes', itemColumns, entriesOf(metadata, {isAll, compare: byName}).map(entry => itemEntry(entry)), columns, doubtNotes(metadata.doubts));
	}
}

function headText({sides: {a, b}}: Shown): string[] {
	const common = (name: string, fact: (side: SideFacts) => unknown) => {
		const [one, other] = [String(fact(a) ?? ''), String(fact(b) ?? '')];
		return one === '' && other === '' ? [] : [`  ${name} ${one === other ? one : [one, other].map(value => value === '' ? '(none)' : value).join(' -> ')}`];
	};

	return [
		'Checkpoint Diff',
		...common('Container:', ({name}) => name),
		...common('Image:    ', ({image}) => image),
		...common('ID:       ', ({id}) => id),
		...sideText('Checkpoint A:', a),
		...sideText('Checkpoint B:', b),
	];
}

function sideText(heading: string, {path, created, checkpointed, written, size}: SideFacts): string[] {
	const made = checkpointed === undefined ? (written === undefined ? 'not known' : `${formatTime(written)} (time of the images)`) : formatTime(checkpointed);
	return [
		`${heading} ${path.toString()}`,
		...created === undefined ? [] : [`  Container created: ${formatTime(created)}`],
		`  Checkpointed:      ${made}`,
		`  Size:              ${size === undefined ? 'not known' : formatExactBytes(size)}`,
	];
}

function sizeText({sides, difference: {memory}}: Shown): string[] {
	const growth = sizeChange(sides);
	const [up, down] = terminalCharset() === 'ascii' ? ['+', '-'] : ['↑', '↓'];
	const size = growth === undefined
		? '? Not known'
		: (growth === 0 ? '= No change' : `${growth > 0 ? `${up} Increased` : `${down} Decreased`} by ${formatBytes(Math.abs(growth))}`);
	const sizes = [sides.a.pages, sides.b.pages].map(pages => pages === undefined ? 'not known' : formatExactBytes(pages));
	return [
		'Memory Changes',
		`  ${size} in size: ${growth === 0 ? sizes[0]! : sizes.join(' -> ')} of pages`,
		...memory === undefined ? ['  The pages themselves are compared with --memory'] : [],
	];
}

type WithPid = {readonly process: {readonly pid: number}};

const pidColumn: Column<WithPid> = {name: 'pid', title: 'PID', type: 'pid', value: ({process}) => process.pid};

const fileColumns = [pidColumn, ...filesView.columns.filter(({name}) => ['fd', 'type', 'target', 'flags'].includes(name)).map(column => fieldOf(column))];

const openColumns = [
	pidColumn,
	...filesView.columns.filter(({name}) => name === 'fd').map(({name, title, type}): Column<WithPid & {readonly row: {readonly fd: number}}> => ({name, title, type, value: ({row}) => row.fd})),
	...socketColumns.filter(({name}) => ['protocol', 'state', 'local', 'remote'].includes(name)).map(column => ({...fieldOf(column), ...column.name === 'remote' && {shown: 'if-filled'} as const})),
];

const mountColumns = mountFields.slice(0, 4);

const changedFileColumns: ReadonlyArray<Column<ChangedFile>> = [
	{name: 'path', title: 'Path', type: 'text', min: 24, isPath: true, value: ({path}) => path},
	{name: 'kind', title: 'Kind', type: 'text', value: file => file.kind},
	{name: 'size', title: 'Size', type: 'bytes', shown: 'if-filled', value: ({member}) => member?.size},
	{name: 'sha256', title: 'SHA-256', type: 'text', shown: 'if-filled', value: ({sha256}) => sha256},
];

const itemColumns: ReadonlyArray<Column<{readonly item: Item; readonly values: string}>> = [
	{name: 'group', title: 'Group', type: 'text', min: 10, value: ({item}) => item.group},
	{name: 'name', title: 'Name', type: 'text', min: 14, value: ({item}) => item.name},
	{name: 'value', title: 'Value', type: 'text', min: 20, value: ({values}) => values},
];

// A fact is one value: both of it fit into its row.
function itemEntry({marker, row, lines}: Entry<Item>): Entry<{readonly item: Item; readonly values: string}> {
	const [line] = lines ?? [];
	const values = typeof line === 'object' ? `${line.before} -> ${line.after}` : cellText(row.text ?? row.value, row.type);
	return {marker, row: {item: row, values}};
}

function byNumber(one: WithPid & {readonly row: {readonly fd: number}}, other: typeof one): number {
	const byProcess = one.process.pid - other.process.pid;
	return byProcess === 0 ? one.row.fd - other.row.fd : byProcess;
}

function byPath(one: ChangedFile, other: ChangedFile): number {
	return Buffer.compare(one.path.bytes, other.path.bytes);
}

function byDestination(one: Mount, other: Mount): number {
	return Buffer.compare(one.destination.bytes, other.destination.bytes);
}

function byName(one: Item, other: Item): number {
	return one.group === other.group ? compareTexts(String(one.name), String(other.name)) : compareTexts(one.group, other.group);
}

function compareTexts(one: string, other: string): number {
	return one === other ? 0 : (one < other ? -1 : 1);
}
