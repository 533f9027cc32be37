import type {Archive} from '../../archive/archive.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {compose, join} from '../../checkpoint/compose.js';
import type {Container, Label, NetworkInterface} from '../../checkpoint/container.js';
import {Untrusted} from '../../text/untrusted.js';
import {formatDuration, formatExactBytes} from '../format.js';
import {inOneLine} from '../in-one-line.js';
import type {Cell, CellType} from '../view.js';
import {askBoth, type Doubt} from './both.js';
import {compare, pairOf, type Both, type Difference, type Field} from './difference.js';
import {variableOf} from './variables.js';

/** One thing that is known of a container. */
export type Item = {
	readonly group: string;
	readonly name: string | Untrusted;
	readonly type: CellType;
	readonly value: Cell;
	/** What a person is shown in place of the value. */
	readonly text?: string | undefined;
};

export type MetadataDifference = Difference<Item> & {readonly doubts: readonly Doubt[]};

const value: Field<Item> = {name: 'value', title: 'Value', type: 'text', value: item => item.value};

/** Compares what is known of the container: what the engine's files, CRIU's statistics and its inventory say. */
export function compareMetadata(checkpoints: Both<Checkpoint>): MetadataDifference {
	const found: {a: Item[]; b: Item[]; doubts: Map<string, Doubt>} = {a: [], b: [], doubts: new Map()};
	for (const [group, questions] of Object.entries(groups)) {
		for (const question of questions) {
			const {answers, doubts} = askBoth(checkpoints, ({container, archive}) => question(container, archive));
			for (const doubt of doubts) {
				found.doubts.set(`${doubt.side} ${doubt.error.message}`, doubt);
			}

			found.a.push(...itemsOf(group, answers?.a ?? []));
			found.b.push(...itemsOf(group, answers?.b ?? []));
		}
	}

	const pairUp = (before: Item, after: Item) => pairOf([{...value, type: after.type, text: ({text, value: own}) => text ?? own}], before, after);
	return {...compare(found.a, found.b, ({group, name}) => `${group} ${typeof name === 'string' ? name : name.toKey()}`, pairUp), doubts: [...found.doubts.values()]};
}

type Question = (container: Container, archive: Archive) => ReadonlyArray<Omit<Item, 'group'>>;

function itemsOf(group: string, items: ReturnType<Question>): Item[] {
	return items.filter(item => item.value !== undefined).map(item => ({group, ...item}));
}

function fact(name: string, answer: (container: Container) => Cell, type: CellType = 'text', text?: (value: number) => string): Question {
	return container => {
		const found = answer(container);
		return [{name, type, value: found, ...text && typeof found === 'number' && {text: text(found)}}];
	};
}

const size = (name: string, answer: (container: Container) => number | undefined) => fact(name, answer, 'bytes', formatExactBytes);

/** Asks only of an archive that is whole: of what is left of one there is nothing to compare. */
function ofWhole(question: Question): Question {
	return (container, archive) => {
		const [damage] = archive.problems;
		if (damage !== undefined) {
			throw damage;
		}

		return question(container, archive);
	};
}

const groups: Readonly<Record<string, readonly Question[]>> = {
	container: [
		fact('engine', ({engine}) => engine),
		fact('made_by', ({origin}) => origin.command),
		fact('name', ({name}) => name),
		fact('id', ({id}) => id),
		fact('image', ({image}) => image),
		fact('image_id', ({imageId}) => imageId),
		fact('runtime', ({runtime}) => runtime),
		fact('host_name', ({hostname}) => hostname),
		fact('restart_count', ({restartCount}) => restartCount, 'number'),
		fact('command', ({command}) => inOneLine(command)),
		fact('working_directory', ({workingDirectory}) => workingDirectory),
		fact('created_by', container => inOneLine(container.createCommand)),
	],
	pod: [
		fact('name', ({pod}) => pod),
		fact('namespace', ({namespace}) => namespace),
		fact('id', ({podId}) => podId),
		fact('uid', ({podUid}) => podUid),
	],
	times: [
		fact('created', ({created}) => created, 'time'),
		fact('started', ({started}) => started, 'time'),
		fact('checkpointed', ({checkpointed}) => checkpointed, 'time'),
		fact('restored', ({restored}) => restored, 'time'),
		fact('images_written', ({written}) => written, 'time'),
	],
	network: [
		({interfaces}) => interfaces.map(networkInterface => interfaceItem(networkInterface, 'interface')),
		({devices}) => devices.map(device => interfaceItem(device, 'device')),
	],
	dump: [
		fact('kind', ({contents}) => contents.kind),
		fact('parent', ({contents}) => contents.parent),
		fact('images', ({contents}) => contents.images, 'number'),
		({contents}) => contents.missing.map(name => ({name: `missing ${name}`, type: 'flag', value: true})),
		fact('criu_version', ({log}) => log?.version),
		fact('host', ({log}) => log?.host),
		fact('outcome', ({log}) => log?.outcome),
		({inventory}) => inventory.map(({name, value: own}) => ({name, type: 'text', value: own})),
	],
	sizes: [
		size('archive', ({sizes}) => sizes.archive),
		ofWhole(size('checkpoint', ({sizes}) => sizes.checkpoint.size)),
		ofWhole(size('pages', ({memory}) => memory.pages.size)),
		ofWhole(size('tmpfs', ({sizes}) => sizes.tmpfs.size)),
		ofWhole(({files}) => files.map(({name, size: bytes}) => ({name, type: 'bytes', value: bytes, text: formatExactBytes(bytes)}))),
	],
	statistics: [({statistics}) => statistics.map(({name, value: own}) => ({name, type: 'number', value: own, ...name.endsWith('_time') && {text: formatDuration(own)}}))],
	annotations: [({annotations}) => labelled(annotations)],
	labels: [({labels}) => labelled(labels)],
	image_annotations: [({imageAnnotations}) => labelled(imageAnnotations)],
	environment: [({environment}) => environment.map(string => variableOf(string)).map(({name, value: own}) => ({name, type: 'text', value: own ?? Untrusted.empty}))],
};

function labelled(labels: readonly Label[]): ReturnType<Question> {
	return labels.map(({key, value: own}) => ({name: key, type: 'text', value: own}));
}

function interfaceItem({name, network, mac, addresses, gateways}: NetworkInterface, kind: string): Omit<Item, 'group'> {
	return {
		name: compose(`${kind} `, name ?? 'of the pod'),
		type: 'text',
		value: join([
			...network === undefined ? [] : [compose('network ', network)],
			...mac === undefined ? [] : [compose('MAC ', mac)],
			...addresses,
			...gateways.map(gateway => compose('gateway ', gateway)),
		], ', '),
	};
}
