import {attempt, lazy} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {core_entry, creds_entry, fdinfo_entry, fs_entry, task_core_entry, task_kobj_ids_entry} from '../criu/schema/messages.js';
import {readMm, type Mm} from '../criu/vmas.js';
import {orNothing} from './complaint.js';
import type {TaskState} from './model.js';
import {lacking, required} from './required.js';

// criu/include/crtools.h; pycriu has the names of 3 and 6 the other way round.
const states: Readonly<Record<number, TaskState>> = {1: 'alive', 2: 'dead', 3: 'stopped', 6: 'zombie'};

/**
The images of one process. Each is read when first asked for, once; asking throws `InputError` when it is missing or damaged, and `PendingError` while it is being decompressed. Of a dead task there is only the core.
*/
export class ProcessImages {
	readonly #core: () => core_entry;
	readonly #ids: () => task_kobj_ids_entry;
	readonly #mm: () => Mm;
	readonly #fs: () => fs_entry;
	readonly #openFiles: () => readonly fdinfo_entry[];

	readonly directory: ImageDirectory;
	readonly pid: number;

	constructor(directory: ImageDirectory, pid: number) {
		this.directory = directory;
		this.pid = pid;
		this.#core = lazy(() => required(directory, `core-${pid}.img`, 'core_entry'));
		this.#ids = lazy(() => this.#loadIds());
		this.#mm = lazy(() => this.#loadMm());
		this.#fs = lazy(() => required(directory, `fs-${pid}.img`, 'fs_entry'));
		this.#openFiles = lazy(() => this.#loadOpenFiles());
	}

	#loadIds(): task_kobj_ids_entry {
		const core = attempt(this.#core);
		const ids = core.state === 'ready' ? core.value.ids : undefined;
		return ids ?? required(this.directory, `ids-${this.pid}.img`, 'task_kobj_ids_entry');
	}

	#loadMm(): Mm {
		const mm = readMm(this.directory, this.pid);
		if (mm === undefined) {
			throw lacking(this.directory, `mm-${this.pid}.img`);
		}

		return mm;
	}

	#loadOpenFiles(): readonly fdinfo_entry[] {
		const {entries} = this.directory.image(this.openFilesImage);
		return entries.flatMap(entry => entry.type === 'fdinfo_entry' && entry.problem === undefined ? [entry.message] : []);
	}

	get core(): core_entry {
		return this.#core();
	}

	/** What the core says of the process as a whole. */
	get task(): task_core_entry {
		const {tc} = this.core;
		if (tc === undefined) {
			throw new InputError(this.directory.shown(`core-${this.pid}.img`), 'has nothing about the process as a whole');
		}

		return tc;
	}

	get state(): TaskState {
		return states[this.task.task_state] ?? 'unknown';
	}

	/** Nothing but the core was dumped. */
	get dead(): boolean {
		const state = attempt(() => this.state);
		if (state.state === 'ready') {
			return state.value === 'dead' || state.value === 'zombie';
		}

		// Without a core, this image says that there was more of the task.
		if (state.state === 'failed' && this.directory.has(`mm-${this.pid}.img`)) {
			return false;
		}

		throw state.error;
	}

	get ids(): task_kobj_ids_entry {
		return this.#ids();
	}

	/** Where the parts of the memory are. */
	get mm(): Mm {
		return this.#mm();
	}

	get fs(): fs_entry {
		return this.#fs();
	}

	/** Name of the image that lists what is open. */
	get openFilesImage(): string {
		// The first CRIUs gave each process an image of its own, also where processes share their descriptors.
		const perId = orNothing(() => this.directory.inventory?.fdinfo_per_id) ?? true;
		return `fdinfo-${perId ? this.ids.files_id : this.pid}.img`;
	}

	get openFiles(): readonly fdinfo_entry[] {
		return this.#openFiles();
	}

	get credentials(): creds_entry | undefined {
		// CRIU before 1.6 had an image of its own for them.
		return this.core.thread_core?.creds ?? this.directory.message(`creds-${this.pid}.img`, 'creds_entry');
	}
}
