import {memorySource} from '../../archive/memory-source.js';
import {firstIndex} from '../../archive/first-index.js';
import {compose} from '../../checkpoint/compose.js';
import {whole} from '../../checkpoint/contents/segments.js';
import type {Holder} from '../../checkpoint/holders.js';
import type {Descriptor} from '../../checkpoint/model.js';
import type {Process} from '../../checkpoint/process.js';
import type {SavedFile} from '../../checkpoint/saved-files/saved-file.js';
import type {Segment} from '../../memory/presence.js';
import {Untrusted} from '../../text/untrusted.js';
import type {Problems} from '../problems.js';
import type {Place} from './place.js';
import {aroundInSegments} from './surroundings.js';

/**
What a name is of:
- `file-name`: a file that the container changed or had on a tmpfs
- `deleted-name`: a file that the container deleted from its image, or a folder that it emptied
- `link-target`: where a symbolic link among those leads
- `open-file`: a file, a directory or a memfd that a process has open
- `socket-name`: the addresses or the name of a socket
- `mapped-file`: a file that a process has mapped
*/
export type NameKind = 'file-name' | 'deleted-name' | 'link-target' | 'open-file' | 'socket-name' | 'mapped-file';

const nameKinds: Readonly<Record<NameKind, true>> = {'file-name': true, 'deleted-name': true, 'link-target': true, 'open-file': true, 'socket-name': true, 'mapped-file': true};

/** Whether what was searched is a name, not what something with a name holds. */
export function isName(kind: string): kind is NameKind {
	return Object.hasOwn(nameKinds, kind);
}

type Name = {
	readonly kind: NameKind;
	/** What is searched. */
	readonly text: Untrusted;
	/** What of, where that is more than the text. */
	readonly of?: Untrusted;
	readonly process?: Process;
	readonly holders?: readonly Holder[];
};

/** What these processes have open and mapped, by its names; what several have open is told once. */
export function processNames(processes: readonly Process[], problems: Problems): Name[] {
	return [...openNames(processes, problems), ...processes.flatMap(process => problems.of(() => mappedNames(process)) ?? [])];
}

function openNames(processes: readonly Process[], problems: Problems): Name[] {
	const names = new Map<string, Name & {readonly holders: Holder[]}>();
	for (const process of processes) {
		for (const descriptor of problems.of(() => process.descriptors) ?? []) {
			for (const {text, ...name} of namesOf(descriptor)) {
				const key = `${descriptor.id} ${text.toKey()}`;
				const known = names.get(key);
				const holder = {pid: process.pid, fd: descriptor.fd};
				if (known === undefined) {
					names.set(key, {...name, text, process, holders: [holder]});
				} else {
					known.holders.push(holder);
				}
			}
		}
	}

	return [...names.values()];
}

// What others refer to has no name of its own.
const named: ReadonlySet<Descriptor['type']> = new Set(['regular', 'directory', 'fifo', 'memfd', 'inet', 'unix']);

function namesOf({type, target, deleted, socket}: Descriptor): Name[] {
	if (!named.has(type)) {
		return [];
	}

	if (socket === undefined) {
		return [{kind: 'open-file', text: target, ...deleted === true && {of: compose(target, ' (deleted)')}}];
	}

	const {local, remote} = socket;
	return [local, ...remote === undefined ? [] : [remote]].map(text => ({kind: 'socket-name', text, of: remote === undefined ? local : compose(local, ' -> ', remote)}));
}

function mappedNames(process: Process): Name[] {
	const {vmas} = process.memory;
	const names = new Map<bigint, Name>();
	for (let index = 0; index < vmas.length; index++) {
		const vma = vmas.at(index);
		const text = (vma.kind === 'file' || vma.kind === 'memfd') && !names.has(vma.shmid) ? process.mappingName(vma) : undefined;
		if (text !== undefined) {
			names.set(vma.shmid, {kind: 'mapped-file', text, process});
		}
	}

	return [...names.values()];
}

/** What a file that was saved is called, and where it leads. */
export function savedNames({path, kind, member}: SavedFile): Name[] {
	const name: Name = {kind: kind === 'deleted' || kind === 'emptied' ? 'deleted-name' : 'file-name', text: path};
	return kind === 'symlink' && member?.target !== undefined ? [name, {kind: 'link-target', text: member.target, of: compose(path, ' -> ', member.target)}] : [name];
}

/** Names to be searched at once, by their kind; a match is one in the name that has it, at an offset in that. */
export function namePlaces(names: readonly Name[]): Place[] {
	return [...Map.groupBy(names, ({kind}) => kind)].map(([kind, some]) => placeOf(kind, some));
}

function placeOf(kind: NameKind, names: readonly Name[]): Place {
	const starts = new Float64Array(names.length);
	let size = 0;
	for (const [index, {text}] of names.entries()) {
		starts[index] = size;
		size += text.length;
	}

	const source = memorySource(Buffer.concat(names.map(({text}) => text.bytes)));
	const segments = names.map(({text: {length}}, index): Segment => ({start: BigInt(starts[index]!), length, pieces: [{source, position: starts[index]!, length}]})).filter(({length}) => length > 0);
	let last: {readonly index: number; readonly place: Place} | undefined;
	return {
		kind, isMemory: false, name: Untrusted.from(kind), holders: [], size, segments: () => segments, surroundings: aroundInSegments(segments),
		partOf(match) {
			const index = firstIndex(starts.length, at => starts[at]! > Number(match.address)) - 1;
			// Several matches may be in one.
			last = last?.index === index ? last : {index, place: placeOfName(names[index]!)};
			return {place: last.place, match: {...match, address: match.address - BigInt(starts[index]!)}};
		},
	};
}

function placeOfName({kind, text, of = text, process, holders = []}: Name): Place {
	const {segments} = whole(memorySource(text.bytes));
	return {kind, isMemory: false, process, name: of, holders, size: text.length, segments: () => segments, surroundings: aroundInSegments(segments)};
}
