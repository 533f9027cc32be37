import {attempt} from '../archive/attempt.js';
import {InputError, type PendingError} from '../archive/byte-source.js';
import type {Amount, Container, Label, Neighbour, NetworkInterface} from '../checkpoint/container.js';
import {compose, join, type Part} from '../checkpoint/compose.js';
import {Untrusted} from '../text/untrusted.js';
import {dumpKinds} from './dump-kind.js';
import {formatAmount, formatCount, formatDuration, formatExactBytes, formatTime} from './format.js';
import {inOneLine} from './in-one-line.js';
import {metadataDocument} from './metadata-document.js';
import {Problems} from './problems.js';
import {unfoldJson} from './unfold-json.js';
import type {Cell, ContainerView} from './view.js';

export type MetadataRow = {
	readonly group: string;
	/** Empty where it is a further value of the row before. */
	readonly name: string | Untrusted;
	/** The name behind those of the rows that it is a part of, outermost first. */
	readonly path: readonly Part[];
	readonly value: Cell;
	/** How far it is indented: a part of the row before it that is indented less. */
	readonly depth: number;
	/** It says why something can't be shown. */
	readonly problem?: boolean;
};

/** The container as the checkpoint's files, images and log describe it. What can't be read has a row that says why. */
export const metadata: ContainerView<MetadataRow> = {
	name: 'metadata',
	title: 'Metadata',
	summary: 'What is known of the container: engine, image, times, pod, network, sizes, statistics and annotations.',
	columns: [
		{name: 'group', title: 'Group', type: 'text', min: 10, max: 14, value: ({group}) => group},
		{
			name: 'name', title: 'Name', type: 'text', min: 14, max: 40, continues: true,
			value: ({path}) => join(path, ' > '),
			text: ({name, depth}) => depth === 0 ? name : `${'  '.repeat(depth)}${name.toString()}`,
		},
		{name: 'value', title: 'Value', type: 'text', min: 20, value: ({value}) => value},
	],
	rows({container}) {
		const rows = groups.flatMap(({name: group, rows}) => withPaths(tellOnce(rows.flatMap(row => ask(row, container)))).map(row => ({group, ...row})));
		return {length: rows.length, at: index => rows[index]!};
	},
	document: ({container}) => metadataDocument(container),
	problems({container}) {
		const problems = new Problems();
		metadataDocument(container, problems);
		problems.addAll((problems.of(() => container.fileProblems) ?? []).map(({message}) => message));
		return problems.messages;
	},
};

type Row = Omit<MetadataRow, 'group' | 'path' | 'depth'> & {readonly depth?: number};

/** A row that does not know yet what it belongs to. */
type Loose = Omit<MetadataRow, 'group' | 'path'>;

/** What to ask of a container: a row under a name, or rows that name themselves. */
type Question = {
	readonly name: string;
	answer(container: Container): Cell | Row[];
};

type Group = {readonly name: string; readonly rows: readonly Question[]};

const fact = (name: string, answer: Question['answer']): Question => ({name, answer});

const groups: readonly Group[] = [
	{
		name: 'File',
		rows: [
			fact('Path', container => container.path),
			fact('Opened', container => container.neighbours.length === 0 ? undefined : container.folder),
			fact('Also here', container => container.neighbours.map((neighbour, index) => ({name: index === 0 ? 'Also here' : '', value: neighbourText(neighbour)}))),
		],
	},
	{
		name: 'Container',
		rows: [
			fact('Engine', ({engine}) => engine),
			fact('Made by', ({origin: {command, evidence}}) => `${command} (${evidence})`),
			fact('Name', container => container.name),
			fact('ID', container => container.id),
			fact('Image', container => container.image),
			fact('Image ID', container => container.imageId),
			fact('Runtime', container => container.runtime),
			fact('Host name', container => container.hostname),
			fact('Restart count', container => container.restartCount),
			fact('Command', container => inOneLine(container.command)),
			fact('Directory', container => container.workingDirectory),
			fact('Created by', container => inOneLine(container.createCommand)),
		],
	},
	{
		name: 'Pod',
		rows: [
			fact('Name', container => container.pod),
			fact('Namespace', container => container.namespace),
			fact('ID', container => container.podId),
			fact('UID', container => container.podUid),
			fact('Containers', container => container.podCheckpoint?.containers.flatMap(label => labelRows(label))),
			fact('Annotations', container => container.podCheckpoint?.annotations.flatMap(label => labelRows(label))),
		],
	},
	{
		name: 'Times',
		rows: [
			fact('Created', ({created}) => time(created)),
			fact('Started', ({started}) => time(started)),
			fact('Checkpointed', ({checkpointed}) => time(checkpointed)),
			fact('Restored', ({restored}) => time(restored)),
			fact('Images written', ({written}) => written === undefined ? undefined : `${formatTime(written)} (time of the file, which a copy may have changed)`),
		],
	},
	{
		name: 'Network',
		rows: [
			fact('Interfaces', container => container.interfaces.flatMap(networkInterface => interfaceRows(networkInterface))),
			fact('Devices', container => otherDevices(container)),
		],
	},
	{
		name: 'Dump',
		rows: [
			fact('Kind', ({contents}) => dumpKinds[contents.kind]),
			fact('Parent', ({contents: {parent}}) => parent === undefined ? undefined : parents[parent]),
			fact('Encrypted', ({contents}) => contents.encrypted ? 'yes: cipher.img is there, and the images can\'t be read' : undefined),
			fact('Compressed', ({contents}) => contents.compressedPages ? 'yes: the pages are compressed by CRIU' : undefined),
			fact('Byte order', ({contents}) => contents.byteOrder),
			fact('Images', ({contents}) => contents.images),
			fact('Missing', ({contents}) => contents.missing.map((name, index) => ({name: index === 0 ? 'Missing images' : '', value: name, problem: true}))),
			fact('CRIU version', ({log}) => log?.version),
			fact('Host', ({log}) => log?.host),
			fact('Outcome', ({log}) => log?.outcome === undefined ? undefined : `${log.outcome}, says dump.log`),
			// A dump that succeeded has errors too: attempts that did not matter.
			fact('Errors in log', ({log}) => log?.outcome === 'succeeded' ? undefined : log?.errors.map((value, index) => ({name: index === 0 ? 'Errors in log' : '', value}))),
			fact('Inventory', ({inventory}) => inventory.map(({name, value}) => ({name, value: name === 'dump_uptime' ? formatDuration(value as bigint) : value}))),
		],
	},
	{
		name: 'Sizes',
		rows: [
			fact('Archive', ({sizes}) => formatExactBytes(sizes.archive)),
			fact('Checkpoint', ({sizes}) => exactly(sizes.checkpoint)),
			fact('Memory pages', ({memory}) => exactly(memory.pages)),
			fact('Memory in parent', ({memory}) => ifAny(memory.inParent)),
			fact('Memory on source host', ({memory}) => ifAny(memory.leftBehind)),
			fact('tmpfs', ({sizes}) => sizes.tmpfs.size === 0 ? undefined : exactly(sizes.tmpfs)),
			fact('Root fs diff', ({sizes}) => sizes.rootfsDiff && exactly(sizes.rootfsDiff)),
			fact('/dev/shm', ({sizes}) => sizes.devShm && exactly(sizes.devShm)),
			fact('Volumes', ({sizes}) => sizes.volumes.map(volume => ({name: `volume ${volume.name.toString()}`, value: exactly(volume)}))),
		],
	},
	{
		name: 'Files',
		rows: [
			fact('Files', ({files}) => files.map(file => ({name: file.name, value: exactly(file)}))),
			fact('Deleted', ({deletedFiles}) => deletedFiles.map((value, index) => ({name: index === 0 ? 'Deleted from root fs' : '', value}))),
		],
	},
	{
		name: 'Statistics',
		rows: [fact('CRIU statistics', ({statistics}) => statistics.map(({name, value, unit}) => ({name, value: unit === 'microseconds' ? formatDuration(value) : formatCount(value)})))],
	},
	{name: 'Annotations', rows: [fact('Annotations', ({annotations}) => annotations.flatMap(label => labelRows(label)))]},
	{name: 'Labels', rows: [fact('Labels', ({labels}) => labels.flatMap(label => labelRows(label)))]},
	{name: 'OCI image', rows: [fact('Annotations', ({imageAnnotations}) => imageAnnotations.flatMap(label => labelRows(label)))]},
	{
		name: 'Environment',
		rows: [fact('Environment', ({environment}) => environment.map(variable => {
			const at = variable.bytes.indexOf('='.codePointAt(0)!);
			return {name: new Untrusted(variable.bytes.subarray(0, at === -1 ? undefined : at)), value: at === -1 ? undefined : new Untrusted(variable.bytes.subarray(at + 1))};
		}))],
	},
];

const parents = {
	available: 'found',
	missing: 'missing: so are the pages that did not change since',
};

function ask({name, answer: question}: Question, container: Container): Answer[] {
	const answer = attempt(() => question(container));
	if (answer.state !== 'ready') {
		return [{name, error: answer.error}];
	}

	const rows = Array.isArray(answer.value) ? answer.value : [{name, value: answer.value}];
	return rows.filter(({value}) => value !== undefined).map(row => ({depth: 0, ...row}));
}

type Answer = Loose | {readonly name: string; readonly error: InputError | PendingError};

/** One damaged file costs many facts: it is told once in a group, with everything it cost, after what is known. */
function tellOnce(answers: readonly Answer[]): Loose[] {
	const rows: Loose[] = [];
	const lost = new Map<string, {error: Error; names: string[]}>();
	for (const answer of answers) {
		if ('error' in answer) {
			const {error, name} = answer;
			const entry = lost.get(error.message) ?? {error, names: [] as string[]};
			entry.names.push(name);
			lost.set(error.message, entry);
		} else {
			rows.push(answer);
		}
	}

	for (const [message, {error, names}] of lost) {
		rows.push({name: names.join(', '), value: message, depth: 0, problem: error instanceof InputError});
	}

	return rows;
}

function neighbourText({name, isParent}: Neighbour): Untrusted {
	return compose(name, isParent ? ' (the opened dump builds on it)' : ' (another checkpoint, which is not opened)');
}

function withPaths(rows: readonly Loose[]): Array<Omit<MetadataRow, 'group'>> {
	let path: readonly Part[] = [];
	return rows.map(row => {
		path = [...path.slice(0, row.depth), row.name === '' ? path[row.depth] ?? '' : row.name];
		return {...row, path};
	});
}

function time(milliseconds: number | undefined): string | undefined {
	return milliseconds === undefined ? undefined : formatTime(milliseconds);
}

function exactly(amount: Amount): string {
	return formatAmount(amount, formatExactBytes);
}

function ifAny(bytes: number): string | undefined {
	return bytes === 0 ? undefined : formatExactBytes(bytes);
}

/** A string under its name; where the string is JSON, what it holds follows, indented. */
function labelRows({key, value}: Label): Row[] {
	const parts = unfoldJson(value);
	return parts === undefined ? [{name: key, value}] : [{name: key, value: ''}, ...parts.map(part => ({...part, depth: part.depth + 1}))];
}

function interfaceRows({network, name, mac, addresses, gateways}: NetworkInterface): Row[] {
	const parts = [
		...addresses.map(value => ({name: 'address', value})),
		...gateways.map(value => ({name: 'gateway', value})),
		...(network === undefined ? [] : [{name: 'network', value: network}]),
	];
	return [
		{name: name ?? 'of the pod', value: mac ?? (parts.length === 0 ? 'no address known' : '')},
		...parts.map(part => ({...part, depth: 1})),
	];
}

/** The interfaces that CRIU saw and the engine has not named. */
function otherDevices({interfaces, devices}: Container): Row[] {
	return devices
		.filter(device => interfaces.every(({name, mac}) => !name?.equals(device.name!) || (mac !== undefined && device.mac !== undefined && !mac.equals(device.mac))))
		.flatMap(device => interfaceRows(device));
}
