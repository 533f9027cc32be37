import {attempt} from '../archive/attempt.js';
import type {InputError} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {Untrusted} from '../text/untrusted.js';
import {compose} from './compose.js';
import type {EngineFiles} from './engine-files.js';
import {foundMounts, mountNamespaces, type FoundMount} from './found-mounts.js';
import {requireComplete} from './require-complete.js';

/** What the engine's specification has to be mounted somewhere. */
export type ConfiguredMount = {
	readonly destination: Untrusted;
	/** `bind`, or a kind of file system. */
	readonly type: Untrusted | undefined;
	/** On the host. */
	readonly source: Untrusted | undefined;
	readonly options: readonly Untrusted[];
};

/**
What of the specification a mount is there for. `none`: for nothing in it, somebody mounted it later. `recursive`: it came with a mount that it stands below.
*/
export type MountOrigin = 'root' | 'mount' | 'recursive' | 'masked path' | 'read-only path' | 'none';

/** One mount of the container: as the engine configured it, as CRIU found it, or both. */
export type Mount = {
	readonly destination: Untrusted;
	/** `bind`, or a kind of file system; undefined where neither says it. */
	readonly type: Untrusted | undefined;
	/** On the host, where that is known; else the device, with what of it is mounted as findmnt(8) has it: `/dev/vda[/srv]`. */
	readonly source: Untrusted | undefined;
	readonly options: readonly Untrusted[];
	readonly isWritable: boolean;
	/** Whose directory or file it is a second place of. */
	readonly bind: 'host' | 'container' | undefined;
	/** Undefined without a specification. */
	readonly origin: MountOrigin | undefined;
	readonly configured: ConfiguredMount | undefined;
	/** Undefined where it was not mounted any more, or CRIU has no list of the mounts. */
	readonly found: FoundMount | undefined;
};

export type MountTable = {
	/** In the order of mounting, those of the first process's namespace first; what was configured and not found last. */
	readonly mounts: readonly Mount[];
	/** What could not be read. */
	readonly problems: readonly InputError[];
};

/**
What was mounted in the container, from the engine's specification and from `mountpoints-ID.img`. Empty for processes that shared the host's mounts.

@throws {PendingError} while the archive is being decompressed
*/
export function readMounts(images: ImageDirectory, files: EngineFiles | undefined): MountTable {
	requireComplete(images.archive);
	const specification = attempt(() => readSpecification(files));
	const namespaces = attempt(() => mountNamespaces(images));
	const found = namespaces.state === 'ready' ? namespaces.value.map(namespace => attempt(() => foundMounts(images, namespace))) : [];
	const problems = [specification, namespaces, ...found].flatMap(result => {
		if (result.state === 'pending') {
			throw result.error;
		}

		return result.state === 'failed' ? [result.error] : [];
	});
	const read = found.flatMap(result => result.state === 'ready' ? [result.value] : []);
	return {
		mounts: combine(specification.state === 'ready' ? specification.value : undefined, read.map(({mounts}) => mounts)),
		problems: [...problems, ...files !== undefined && specification.state === 'ready' && specification.value === undefined ? [files.missing('spec.dump')] : [], ...read.flatMap(namespace => namespace.problems)],
	};
}

type Specification = {
	readonly mounts: readonly ConfiguredMount[];
	readonly masked: ReadonlySet<string>;
	readonly readOnly: ReadonlySet<string>;
	/** Where mounts bring others with them that stand below. */
	readonly recursive: ReadonlySet<string>;
};

function readSpecification(files: EngineFiles | undefined): Specification | undefined {
	const spec = files?.spec();
	if (spec === undefined) {
		return undefined;
	}

	const mounts = spec.objects('mounts').map(mount => ({
		destination: mount.text('destination') ?? Untrusted.empty,
		type: mount.text('type'),
		source: mount.text('source'),
		options: mount.texts('options'),
	}));
	const linux = spec.object('linux');
	const normalized = (paths: readonly Untrusted[] = []) => new Set(paths.map(path => normal(path)));
	return {
		mounts,
		masked: normalized(linux?.texts('maskedPaths')),
		readOnly: normalized(linux?.texts('readonlyPaths')),
		recursive: normalized(mounts.filter(({type, options}) => has(options, 'rbind') || type?.equals('cgroup')).map(({destination}) => destination)),
	};
}

/** Each mount that was found with what it was configured as; those of the first namespace that were not found behind all. */
function combine(specification: Specification | undefined, namespaces: ReadonlyArray<readonly FoundMount[]>): Mount[] {
	const all = specification?.mounts ?? [];
	let missed: readonly ConfiguredMount[] | undefined;
	const mounts = namespaces.flatMap(found => {
		const left = Map.groupBy(all, ({destination}) => normal(destination));
		const bind = binds(found);
		const matched = found.map((mount, index) => {
			const configured = left.get(normal(mount.destination))?.shift();
			return mountOf(configured, mount, configured ? configuredBind(configured) : bind(mount, index), specification && (configured ? 'mount' : originOf(mount.destination, specification)));
		});
		missed ??= [...left.values()].flat();
		return matched;
	});
	return [...mounts, ...(missed ?? all).map(configured => mountOf(configured, undefined, configuredBind(configured), 'mount'))];
}

function mountOf(configured: ConfiguredMount | undefined, found: FoundMount | undefined, bind: Mount['bind'], origin: Mount['origin']): Mount {
	return {
		destination: (found ?? configured)!.destination,
		type: configured?.type ?? (bind === undefined ? found?.fileSystem : Untrusted.from('bind')),
		source: configured?.source ?? (found && deviceSource(found)),
		options: (found ?? configured)!.options,
		isWritable: found === undefined ? !has(configured!.options, 'ro') : !found.isReadOnly,
		bind, origin, configured, found,
	};
}

function deviceSource({source, root}: FoundMount): Untrusted {
	return root === undefined || root.equals('/') ? source : compose(source, '[', root, ']');
}

function configuredBind({type, options}: ConfiguredMount): Mount['bind'] {
	return type?.equals('bind') || has(options, 'bind') || has(options, 'rbind') ? 'host' : undefined;
}

/**
Whether a mount that nobody configured is a bind mount: it shows a part of a file system, or one that is not the container's. Either another mount of the namespace shows that too (of two mounts of the same, the one that was there before), or it comes from outside.
*/
function binds(namespace: readonly FoundMount[]): (mount: FoundMount, index: number) => Mount['bind'] {
	const firsts = new Map<string, number>();
	const key = (device: string, root: string) => `${device} ${root}`;
	for (const [index, {device, root, external}] of namespace.entries()) {
		if (root !== undefined && external === undefined && !firsts.has(key(device, root.toKey()))) {
			firsts.set(key(device, root.toKey()), index);
		}
	}

	return ({device, root, fileSystem, external}, index) => {
		const path = root?.toKey();
		if (path !== undefined && ((firsts.get(key(device, path)) ?? index) < index || above(path).some(folder => firsts.has(key(device, folder))))) {
			return 'container';
		}

		// The root of a cgroup file system is the container's own group.
		const isPart = path !== undefined && path !== '/' && !fileSystem?.toKey().startsWith('cgroup');
		return isPart || external !== undefined ? 'host' : undefined;
	};
}

function originOf(destination: Untrusted, {masked, readOnly, recursive}: Specification): MountOrigin {
	const path = normal(destination);
	if (path === '/') {
		return 'root';
	}

	if (masked.has(path)) {
		return 'masked path';
	}

	if (readOnly.has(path)) {
		return 'read-only path';
	}

	return above(path).some(folder => recursive.has(folder)) ? 'recursive' : 'none';
}

function has(options: readonly Untrusted[], name: string): boolean {
	return options.some(option => option.equals(name));
}

/** Without slashes that say nothing: a specification is written by people too. */
function normal(path: Untrusted): string {
	return `/${path.toKey().split('/').filter(part => part !== '' && part !== '.').join('/')}`;
}

/** The folders that a path lies in, up to `/`. */
function above(path: string): string[] {
	const folders = [];
	for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
		folders.push(path.slice(0, end));
	}

	return path === '/' ? [] : [...folders, '/'];
}
