import type {Untrusted} from '../../text/untrusted.js';
import type {EngineFiles} from '../engine-files.js';
import type {Label, NetworkInterface} from '../container.js';

/** Where one engine writes what; every question may throw `InputError` and `PendingError`. */
export type Engine = {
	readonly name: 'Podman' | 'CRI-O' | 'containerd';
	/** Value of the annotation `io.container.manager`, or the start of annotations that only this engine writes. */
	isNamedBy(annotations: {manager: Untrusted | undefined; keys: readonly string[]}): boolean;
	/** Files that only this engine puts beside the images, for a checkpoint whose annotations are lost. */
	readonly ownFiles: readonly string[];
	containerName?(files: EngineFiles): Untrusted | undefined;
	/** As it is written, in RFC 3339. */
	createdText?(files: EngineFiles): Untrusted | undefined;
	started?(files: EngineFiles): number | undefined;
	pod?(files: EngineFiles): Untrusted | undefined;
	podId?(files: EngineFiles): Untrusted | undefined;
	podUid?(files: EngineFiles): Untrusted | undefined;
	namespace?(files: EngineFiles): Untrusted | undefined;
	restartCount?(files: EngineFiles): number | undefined;
	labels?(files: EngineFiles): readonly Label[];
	interfaces?(files: EngineFiles): readonly NetworkInterface[];
};
