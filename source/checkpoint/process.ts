import {attempt, lazy} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import type {AddressSpace, Vma} from '../memory/memory.js';
import {openAddressSpace} from '../memory/open-address-space.js';
import {openPages} from '../memory/open-pages.js';
import type {Untrusted} from '../text/untrusted.js';
import {credentialsOf} from './credentials.js';
import {resolveDescriptors} from './descriptors.js';
import type {Shared} from './descriptors/resolution.js';
import {mappedObject} from './mapped-object.js';
import {mappingName} from './mapping-name.js';
import type {Credentials, Descriptor, FileReference, ProcessStrings, TaskState, Thread} from './model.js';
import {ProcessImages} from './process-images.js';
import {signalName} from './signals.js';
import {readStrings} from './strings.js';
import type {Task} from './task-tree.js';
import {readThread} from './threads.js';

type Strings = {readonly argv: ProcessStrings; readonly environ: ProcessStrings};

const noStrings: ProcessStrings = {strings: [], addresses: [], overwritten: false};

/**
One task of the frozen container. Every property is loaded from its image when first read, once; reading it throws `PendingError` while the image is being decompressed and `InputError` when it is missing or damaged, and costs only itself.

Of a dead task CRIU keeps the core and the place in the tree: everything else is undefined or empty.
*/
export class Process {
	readonly #task: Task;
	readonly #shared: Shared;
	readonly #images: ProcessImages;
	readonly #memory: () => AddressSpace;
	readonly #strings: () => Strings;
	readonly #credentials: () => Credentials | undefined;
	readonly #threads: () => readonly Thread[];
	readonly #descriptors: () => readonly Descriptor[];
	readonly #byteOrder: () => 'little' | 'big';

	/** By pid. */
	readonly children: readonly Process[];

	constructor(task: Task, children: readonly Process[], shared: Shared) {
		this.#task = task;
		this.children = children;
		this.#shared = shared;
		this.#images = new ProcessImages(shared.images, task.pid);
		this.#memory = lazy(() => task.memoryOnly ? openPages(shared.images, task.pid) : openAddressSpace(shared.images, task.pid));
		this.#strings = lazy(() => this.hasMemory ? readStrings(this.memory, this.#images.mm, this.byteOrder) : {argv: noStrings, environ: noStrings});
		this.#credentials = lazy(() => this.#loadCredentials());
		this.#threads = lazy(() => this.#loadThreads());
		this.#descriptors = lazy(() => this.#resolveDescriptors());
		this.#byteOrder = lazy(() => shared.images.byteOrder(task.memoryOnly ? 'inventory.img' : `mm-${task.pid}.img`));
	}

	#loadCredentials(): Credentials | undefined {
		const entry = this.hasMemory ? this.#images.credentials : undefined;
		return entry && credentialsOf(entry);
	}

	#loadThreads(): readonly Thread[] {
		if (this.memoryOnly) {
			// Complains, and so does not say that there are none.
			return [readThread(this.#shared.images, this.pid, this.pid, this.#images.core)];
		}

		const leader = attempt(() => this.#images.core);
		if (leader.state === 'pending') {
			throw leader.error;
		}

		const core = leader.state === 'ready' ? leader.value : undefined;
		return this.threadIds.map(tid => readThread(this.#shared.images, tid, this.pid, core));
	}

	#resolveDescriptors(): readonly Descriptor[] {
		if (!this.hasMemory) {
			return [];
		}

		const {openFiles} = this.#images;
		const idByFd = new Map(openFiles.map(({fd, id}) => [fd, id]));
		const ids = attempt(() => this.#images.ids);
		return resolveDescriptors(openFiles, {
			...this.#shared,
			pid: this.pid,
			namespaces: ids.state === 'ready' ? ids.value : {},
			idOf: fd => idByFd.get(fd),
		});
	}

	#reference(id: () => number): FileReference | undefined {
		if (!this.hasMemory) {
			return undefined;
		}

		const {files, images} = this.#shared;
		if (files.entry(id()) === undefined) {
			throw new InputError(images.shown('files.img'), `has no entry ${id()}`);
		}

		return files.reference(id());
	}

	get pid(): number {
		return this.#task.pid;
	}

	/** 0 for a root of the tree; undefined, as the next two, where the tree is lost. */
	get ppid(): number | undefined {
		return this.#task.ppid;
	}

	get pgid(): number | undefined {
		return this.#task.pgid;
	}

	get sid(): number | undefined {
		return this.#task.sid;
	}

	/** Its parent is in no image, or not known. */
	get orphan(): boolean {
		return this.#task.orphan;
	}

	/** The dump is a pre-dump: of the process it has the memory, and nothing that would say more. Asking for more complains. */
	get memoryOnly(): boolean {
		return this.#task.memoryOnly;
	}

	get state(): TaskState {
		return this.#images.state;
	}

	/** The state as CRIU's number. */
	get taskState(): number {
		return this.#images.task.task_state;
	}

	/** False for a dead task: CRIU keeps only its core. */
	get hasMemory(): boolean {
		return this.memoryOnly || !this.#images.dead;
	}

	/** The kernel's name of the task, at most 15 bytes. */
	get comm(): Untrusted {
		return this.#images.task.comm;
	}

	/** What a dead task returned, 0 to 255; 0 for every other task. */
	get exitCode(): number {
		return this.#images.task.exit_code >>> 8 & 0xff;
	}

	/** The name of the signal that killed a dead task. */
	get exitSignal(): string | undefined {
		const signal = this.#images.task.exit_code & 0x7f;
		return signal === 0 ? undefined : signalName(signal, this.#images.core.mtype);
	}

	get argv(): ProcessStrings {
		return this.#strings().argv;
	}

	/** The environment that the process was started with. */
	get environ(): ProcessStrings {
		return this.#strings().environ;
	}

	get exe(): FileReference | undefined {
		return this.#reference(() => this.#images.mm.exe_file_id);
	}

	get cwd(): FileReference | undefined {
		return this.#reference(() => this.#images.fs.cwd_id);
	}

	get root(): FileReference | undefined {
		return this.#reference(() => this.#images.fs.root_id);
	}

	get umask(): number | undefined {
		return this.hasMemory ? this.#images.fs.umask : undefined;
	}

	get credentials(): Credentials | undefined {
		return this.#credentials();
	}

	/** A thread whose core is missing or damaged has a `problem`. */
	get threads(): readonly Thread[] {
		return this.#threads();
	}

	/** The leader's own among them. */
	get threadIds(): readonly number[] {
		return this.hasMemory ? this.#task.threadIds : [];
	}

	/** False where the tree is lost: the process may have had more of them. */
	get knowsThreads(): boolean {
		return this.#task.knowsThreads;
	}

	/** False where the tree, or a part of it, is lost: the process may have had more. */
	get knowsChildren(): boolean {
		return this.#task.knowsChildren;
	}

	/** What is open, unresolved: ids of open file descriptions. */
	get openFiles(): ReadonlyArray<{readonly fd: number; readonly id: number}> {
		return this.hasMemory ? this.#images.openFiles : [];
	}

	/** By fd. */
	get descriptors(): readonly Descriptor[] {
		return this.#descriptors();
	}

	/** How the process's own numbers lie in its memory. CRIU writes the magics of its images in the order of the machine it runs on, so they tell it for every architecture, also for those that know both. */
	get byteOrder(): 'little' | 'big' {
		return this.#byteOrder();
	}

	get memory(): AddressSpace {
		return this.#memory();
	}

	/** The images that all of this is from. */
	get images(): ProcessImages {
		return this.#images;
	}

	/** What one of the process's mappings maps, as `/proc/PID/maps` names it: a path, `[heap]`; undefined for memory without a name. */
	mappingName(vma: Vma): Untrusted | undefined {
		const {images, files} = this.#shared;
		return mappingName(vma, images, files, vma.kind === 'sysv' ? this.#images.ids.ipc_ns_id : undefined);
	}

	/** The file or memfd that one of the process's mappings maps; undefined for all other memory. */
	mappedFile({kind, shmid}: Vma): FileReference | undefined {
		return kind === 'file' || kind === 'memfd' ? this.#shared.files.reference(Number(shmid)) : undefined;
	}

	/** A key of what a shared mapping maps: see `mappedObject`. */
	mappedObject(vma: Vma): string {
		return mappedObject(vma, this.#shared.files);
	}
}
