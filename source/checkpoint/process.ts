import {attempt, lazy} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import type {ByteOrder} from '../criu/cursor.js';
import type {core_entry, fdinfo_entry, fs_entry, task_core_entry, task_kobj_ids_entry} from '../criu/schema/messages.js';
import {readMm, type Mm} from '../criu/vmas.js';
import type {AddressSpace, Vma} from '../memory/memory.js';
import {openAddressSpace} from '../memory/open-address-space.js';
import type {Untrusted} from '../text/untrusted.js';
import {credentialsOf} from './credentials.js';
import {resolveDescriptors} from './descriptors.js';
import type {Shared} from './descriptors/resolution.js';
import {factsOf, type Fact} from './facts.js';
import {mappingName} from './mapping-name.js';
import type {Credentials, Descriptor, FileReference, ProcessStrings, TaskState, Thread} from './model.js';
import {required} from './required.js';
import {signalName} from './signals.js';
import {readStrings} from './strings.js';
import type {Task} from './task-tree.js';
import {readThread} from './threads.js';

// criu/include/crtools.h; pycriu has the names of 3 and 6 the other way round.
const states: Readonly<Record<number, TaskState>> = {1: 'alive', 2: 'dead', 3: 'stopped', 6: 'zombie'};

const noStrings: ProcessStrings = {strings: [], addresses: [], overwritten: false};

/**
One task of the frozen container. Every property is loaded from its image when first read, once; reading it throws `PendingError` while the image is being decompressed and `InputError` when it is missing or damaged, and costs only itself.

Of a dead task CRIU keeps the core and the place in the tree: everything else is undefined or empty.
*/
export class Process {
	readonly #task: Task;
	readonly #shared: Shared;
	readonly #core: () => core_entry;
	readonly #ids: () => task_kobj_ids_entry;
	readonly #mm: () => Mm | undefined;
	readonly #fs: () => fs_entry | undefined;
	readonly #openFiles: () => readonly fdinfo_entry[];
	readonly #memory: () => AddressSpace;
	readonly #strings: () => {readonly argv: ProcessStrings; readonly environ: ProcessStrings};
	readonly #credentials: () => Credentials | undefined;
	readonly #threads: () => readonly Thread[];
	readonly #descriptors: () => readonly Descriptor[];
	readonly #facts: () => readonly Fact[];

	readonly pid: number;
	/** 0 for a root of the tree. */
	readonly ppid: number;
	readonly pgid: number;
	readonly sid: number;
	/** By pid. */
	readonly children: readonly Process[];
	/** Its parent is in no image. */
	readonly orphan: boolean;

	constructor(task: Task, children: readonly Process[], shared: Shared) {
		this.pid = task.pid;
		this.ppid = task.ppid;
		this.pgid = task.pgid;
		this.sid = task.sid;
		this.orphan = task.orphan;
		this.children = children;
		this.#task = task;
		this.#shared = shared;
		const {images} = shared;
		const {pid} = task;
		this.#core = lazy(() => required(images, `core-${pid}.img`, 'core_entry'));
		this.#ids = lazy(() => this.#loadIds());
		this.#mm = lazy(() => this.#loadMm());
		this.#fs = lazy(() => this.hasMemory ? required(images, `fs-${pid}.img`, 'fs_entry') : undefined);
		this.#openFiles = lazy(() => this.#loadOpenFiles());
		this.#memory = lazy(() => openAddressSpace(images, pid));
		this.#strings = lazy(() => this.#loadStrings());
		this.#credentials = lazy(() => this.#loadCredentials());
		this.#threads = lazy(() => this.#loadThreads());
		this.#descriptors = lazy(() => this.#resolveDescriptors());
		this.#facts = lazy(() => factsOf(this, {images, core: this.#core, ids: this.#ids}));
	}

	get state(): TaskState {
		return states[this.taskState] ?? 'unknown';
	}

	/** The state as a number of CRIU's. */
	get taskState(): number {
		return this.#taskCore().task_state;
	}

	/** False for a dead task: CRIU keeps only its core. */
	get hasMemory(): boolean {
		const state = attempt(() => this.state);
		if (state.state === 'ready') {
			return state.value !== 'dead' && state.value !== 'zombie';
		}

		// Only a task that is not dead has this image.
		if (state.state === 'failed' && this.#shared.images.has(`mm-${this.pid}.img`)) {
			return true;
		}

		throw state.error;
	}

	/** The kernel's name of the task, at most 15 bytes. */
	get comm(): Untrusted {
		return this.#taskCore().comm;
	}

	/** What a dead task returned, 0 to 255; 0 for every other task. */
	get exitCode(): number {
		return this.#taskCore().exit_code >>> 8 & 0xff;
	}

	/** The name of the signal that killed a dead task. */
	get exitSignal(): string | undefined {
		const signal = this.#taskCore().exit_code & 0x7f;
		return signal === 0 ? undefined : signalName(signal, this.#core().mtype);
	}

	get argv(): ProcessStrings {
		return this.#strings().argv;
	}

	/** The environment that the process was started with. */
	get environ(): ProcessStrings {
		return this.#strings().environ;
	}

	get exe(): FileReference | undefined {
		return this.#reference(this.#mm()?.exe_file_id);
	}

	get cwd(): FileReference | undefined {
		return this.#reference(this.#fs()?.cwd_id);
	}

	get root(): FileReference | undefined {
		return this.#reference(this.#fs()?.root_id);
	}

	get umask(): number | undefined {
		return this.#fs()?.umask;
	}

	get credentials(): Credentials | undefined {
		return this.#credentials();
	}

	get threads(): readonly Thread[] {
		return this.#threads();
	}

	/** The leader's own among them. */
	get threadIds(): readonly number[] {
		return this.hasMemory ? this.#task.threadIds : [];
	}

	/** Which files are open, by their numbers, unresolved. */
	get openFiles(): ReadonlyArray<{readonly fd: number; readonly id: number}> {
		return this.#openFiles();
	}

	get descriptors(): readonly Descriptor[] {
		return this.#descriptors();
	}

	get memory(): AddressSpace {
		return this.#memory();
	}

	/** Where the parts of the memory are; undefined for a dead task. */
	get mm(): Mm | undefined {
		return this.#mm();
	}

	/** What one of the process's mappings maps, as `/proc/PID/maps` names it: a path, `[heap]`; undefined for memory without a name. */
	mappingName(vma: Vma): Untrusted | undefined {
		const {images, files} = this.#shared;
		return mappingName(vma, images, files, vma.kind === 'sysv' ? this.#ids().ipc_ns_id : undefined);
	}

	/** Facts for the overview, in order: who and where it is, what it may do, its namespaces and limits. */
	get facts(): readonly Fact[] {
		return this.#facts();
	}

	#taskCore(): task_core_entry {
		const {tc} = this.#core();
		if (tc === undefined) {
			throw new InputError(this.#shared.images.shown(`core-${this.pid}.img`), 'has nothing about the process as a whole');
		}

		return tc;
	}

	#loadIds(): task_kobj_ids_entry {
		const core = attempt(this.#core);
		const ids = core.state === 'ready' ? core.value.ids : undefined;
		return ids ?? required(this.#shared.images, `ids-${this.pid}.img`, 'task_kobj_ids_entry');
	}

	#loadMm(): Mm | undefined {
		const {images} = this.#shared;
		if (!this.hasMemory) {
			return undefined;
		}

		const mm = readMm(images, this.pid);
		if (mm === undefined) {
			throw new InputError(images.shown(`mm-${this.pid}.img`), 'missing');
		}

		return mm;
	}

	#loadOpenFiles(): readonly fdinfo_entry[] {
		if (!this.hasMemory) {
			return [];
		}

		// Before CRIU 0.4 each process had an image of its own, also where processes share their descriptors.
		const {images} = this.#shared;
		const name = `fdinfo-${images.inventory?.fdinfo_per_id === false ? this.pid : this.#ids().files_id}.img`;
		images.image(name);
		return images.messages(name, 'fdinfo_entry');
	}

	#loadStrings(): {readonly argv: ProcessStrings; readonly environ: ProcessStrings} {
		const mm = this.#mm();
		return mm === undefined ? {argv: noStrings, environ: noStrings} : readStrings(this.#memory(), mm, this.#byteOrder());
	}

	#loadThreads(): readonly Thread[] {
		const leader = attempt(this.#core);
		if (leader.state === 'pending') {
			throw leader.error;
		}

		const core = leader.state === 'ready' ? leader.value : undefined;
		return this.threadIds.map(tid => readThread(this.#shared.images, tid, this.pid, core));
	}

	#resolveDescriptors(): readonly Descriptor[] {
		const openFiles = this.#openFiles();
		const idByFd = new Map(openFiles.map(({fd, id}) => [fd, id]));
		const ids = attempt(this.#ids);
		return resolveDescriptors(openFiles, {
			...this.#shared,
			pid: this.pid,
			namespaces: ids.state === 'ready' ? ids.value : {},
			idOf: fd => idByFd.get(fd),
		});
	}

	#loadCredentials(): Credentials | undefined {
		if (!this.hasMemory) {
			return undefined;
		}

		// CRIU before 1.6 had an image of its own for them.
		const entry = this.#core().thread_core?.creds ?? this.#shared.images.message(`creds-${this.pid}.img`, 'creds_entry');
		return entry === undefined ? undefined : credentialsOf(entry);
	}

	#byteOrder(): ByteOrder {
		return this.#shared.images.image('pstree.img').byteOrder;
	}

	#reference(id: number | undefined): FileReference | undefined {
		if (id === undefined) {
			return undefined;
		}

		const {files} = this.#shared;
		if (files.entry(id) === undefined) {
			throw new InputError(this.#shared.images.shown('files.img'), `has no entry ${id}`);
		}

		return files.reference(id);
	}
}
