import type {ImageDirectory} from '../../criu/image-directory.js';
import {hasContent, isLost, type Presence} from '../../memory/presence.js';
import {toRuns, toSegments} from '../../memory/runs.js';
import {sharedObjectsOf, type SharedObject} from '../../memory/shared-objects.js';
import {Untrusted} from '../../text/untrusted.js';
import {orNothing} from '../complaint.js';
import {compose} from '../compose.js';
import {memfdPath, type FileTable} from '../file-table.js';
import {segmentName} from '../mapping-name.js';
import type {Content} from './content.js';

/** A shared object, and how many bytes of it should be here and are not. */
export type SharedContent = Content & {readonly lost: ReadonlyMap<Presence, bigint>};

// An object whose size is not known has none of its pages up to the end of all offsets.
const lastOffset = BigInt(Number.MAX_SAFE_INTEGER);

const imageName = /^pagemap-shmem-(?<id>\d+)\.img$/v;

/**
The objects that processes can share, mapped or not; their sources are those that mappings of them have.

@throws {InputError} when an image that tells of them is damaged
*/
export function sharedContents(images: ImageDirectory, files: FileTable, pageSize: number): SharedContent[] {
	const objects = sharedObjectsOf(images, pageSize);
	const names = namesOf(images, files);
	const opened = openedByName(files);
	const savedName = (key: string): Named => {
		const name = compose('/dev/shm/', new Untrusted(Buffer.from(key, 'latin1')));
		return {name, files: opened.get(name.toKey()) ?? []};
	};

	const ids = new Set([...images.names().flatMap(name => imageName.exec(name)?.groups?.id ?? []).map(BigInt), ...names.keys()]);
	const {files: saved} = objects.savedFiles;
	return [
		...[...ids].map(id => {
			const {size, ...named} = names.get(id) ?? {name: Untrusted.from(`shared memory ${id}`), files: []};
			return contentOf({layer: objects.layer(id), size}, {...named, object: id}, pageSize);
		}),
		...[...saved].map(([key, object]) => contentOf(object, savedName(key), pageSize)),
	];
}

type Named = Pick<Content, 'name' | 'files' | 'object'>;

/** With the size in bytes, where the image tells. */
type Sized = Named & {readonly size?: number | undefined};

/** Ids of the files that were open, or mapped, and had their names still. */
function openedByName(files: FileTable): ReadonlyMap<string, readonly number[]> {
	const named = (orNothing(() => [...files.entries()]) ?? []).filter(({id, reg}) => reg !== undefined && files.isDeleted(id) === false);
	return new Map([...Map.groupBy(named, ({reg}) => reg!.name.toKey())].map(([path, entries]) => [path, entries.map(({id}) => id)]));
}

/** Those that an image tells of, by their ids. */
function namesOf(images: ImageDirectory, files: FileTable): ReadonlyMap<bigint, Sized> {
	const open = orNothing(() => [...files.entries()]) ?? [];
	const descriptions = Map.groupBy(open.flatMap(({memfd}) => memfd ?? []), ({inode_id: inode}) => BigInt(inode));
	const filesOf = (inode: bigint) => (descriptions.get(inode) ?? []).map(({id}) => id);
	const memfds = images.messages('memfd.img', 'memfd_inode_entry');
	const segments = images.names().filter(name => /^ipcns-shm-\d+\.img$/v.test(name)).flatMap(name => images.messages(name, 'ipc_shm_entry'));
	return new Map<bigint, Sized>([
		// Old images have the content of a segment with its description.
		...segments.filter(segment => segment.in_pagemaps).map(({desc, size}) => [BigInt(desc.id), {name: Untrusted.from(segmentName(desc.key)), files: [], size: offset(size)}] as const),
		...memfds.map(({shmid, name, inode_id: inode, size}) => [BigInt(shmid), {name: memfdPath(name), files: filesOf(inode), size: offset(size)}] as const),
	]);
}

// No object is that large.
function offset(size: bigint): number | undefined {
	return size <= lastOffset ? Number(size) : undefined;
}

function contentOf({layer, size}: SharedObject, named: Named, pageSize: number): SharedContent {
	const lost = new Map<Presence, bigint>();
	if (typeof layer === 'string') {
		return {kind: 'shared-memory', ...named, segments: [], lost};
	}

	const end = size === undefined ? 1n << 64n : BigInt(size);
	const stretches = layer.stretches(0, size === undefined ? 2 ** 64 : Math.ceil(size / pageSize) * pageSize);
	const runs = [...toRuns(Iterator.from(stretches).map(stretch => ({...stretch, vma: undefined})), 0n, end)];
	for (const run of runs.filter(({presence}) => isLost(presence))) {
		lost.set(run.presence, (lost.get(run.presence) ?? 0n) + run.end - run.start);
	}

	return {kind: 'shared-memory', ...named, segments: [...toSegments(runs)], absent: runs.filter(({end: to, presence}) => !hasContent(presence) && to <= lastOffset), lost};
}
