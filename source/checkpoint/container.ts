import type {InputError} from '../archive/byte-source.js';
import type {Untrusted} from '../text/untrusted.js';
import type {MountTable} from './mounts.js';
import type {NetworkNamespace} from './network/network-namespaces.js';
import type {Statistic} from './statistics.js';

export type NetworkInterface = {
	readonly network?: Untrusted | undefined;
	/** Absent where the engine gives addresses without saying which interface has them. */
	readonly name?: Untrusted | undefined;
	readonly mac?: Untrusted | undefined;
	/** Every address with its prefix length, `10.88.0.4/16`; without it where the engine leaves it out. */
	readonly addresses: readonly Untrusted[];
	readonly gateways: readonly Untrusted[];
};

/** A string under a name: an annotation, a label. Both exactly as they are written. */
export type Label = {readonly key: Untrusted; readonly value: Untrusted};

/** One field of an image by its name in CRIU's schema. */
export type Fact = {readonly name: string; readonly value: bigint | number | boolean | string | Untrusted};

/** Bytes: how many there should be, and how many of them are there. Less than all in an archive that is cut off. */
export type Amount = {readonly there: number; readonly size: number};

export type Sizes = {
	/** The file itself, or all files of a directory. */
	readonly archive: number;
	/** All files of the image directory. */
	readonly checkpoint: Amount;
	/** Memory of AMD GPUs, as CRIU's plugin leaves it in the image directory. */
	readonly gpuPages: Amount;
	readonly rootfsDiff?: Amount | undefined;
	/** Content of /dev/shm, which Podman keeps beside the images. */
	readonly devShm?: Amount | undefined;
	/** Contents of tmpfs mounts, as the images hold them (compressed). */
	readonly tmpfs: Amount;
	readonly volumes: readonly NamedAmount[];
};

/** A file beside the images. */
export type NamedAmount = Amount & {readonly name: Untrusted};

/** Where the memory of the processes is; in bytes. */
export type DumpMemory = {
	/** In the pages images of this dump. `size` is what they say, or what the pagemaps say where that is more. */
	readonly pages: Amount;
	/** In the dump that this one builds on, whether that is there or not. */
	readonly inParent: number;
	/** Left on the source host by a lazy dump. */
	readonly leftBehind: number;
};

/**
What kind of dump it is:
- `full`
- `incremental`: pages that did not change since are in a parent
- `lazy`: pages were left on the source host
- `pre-dump`: memory only, taken while the processes ran on
- `failed`: CRIU gave up half way
- `damaged`: the archive has lost the images that would say
*/
export type DumpKind = 'full' | 'incremental' | 'lazy' | 'pre-dump' | 'failed' | 'damaged';

export type DumpContents = {
	readonly kind: DumpKind;
	/** Whether the dump that this one is based on is there; undefined when it has none. */
	readonly parent: 'available' | 'missing' | undefined;
	readonly encrypted: boolean;
	readonly compressedPages: boolean;
	readonly byteOrder: 'little-endian' | 'big-endian' | undefined;
	/** Number of files of CRIU in the image directory. */
	readonly images: number;
	/** Names of images that the process tree asks for and the archive does not have. */
	readonly missing: readonly string[];
};

/** What CRIU's log says, where it was kept; undefined where the log does not say it. */
export type DumpLog = {
	/** Of CRIU, with the commit it was built from: `4.2.1 (gitid 0)`. */
	readonly version: Untrusted | undefined;
	/** Name, release and architecture of the host: `vm Linux 6.18.44 #1 SMP @0 x86_64`. */
	readonly host: Untrusted | undefined;
	/** The last lines that report errors, oldest first. A dump that succeeded may have some. */
	readonly errors: readonly Untrusted[];
	/** How the log ends. */
	readonly outcome: 'succeeded' | 'failed' | undefined;
};

/** How much is known of who had the images made. */
export type Origin = {
	/** `podman container checkpoint`, `criu dump`, `runc checkpoint` and so on. */
	readonly command: string;
	/** What gives it away. */
	readonly evidence: string;
};

/** Another directory with images beside those that were opened. */
export type Neighbour = {
	/** Its path in the archive. */
	readonly name: Untrusted;
	/** The opened dump builds on it. */
	readonly isParent: boolean;
};

/** The checkpoint of a whole pod: its containers by name, with the directory of each. */
export type PodCheckpoint = {
	readonly containers: readonly Label[];
	readonly annotations: readonly Label[];
};

/**
What the engine's files, the images and the log say of the container as a whole.

Every property is loaded when it is first read, once. Reading it throws `PendingError` while what it stands in is being decompressed and `InputError` when that is damaged, and costs only itself: where several files know an answer, any of them gives it. It is undefined, or empty, where nothing says it (a bare `criu dump` names no container).
*/
export type Container = {
	/** The path of the archive, as it was given. */
	readonly path: Untrusted;
	/** Where in the archive the images are. */
	readonly folder: Untrusted;
	readonly neighbours: readonly Neighbour[];
	/** `CRIU` for bare images without any file of an engine, `unknown` for files that fit no engine. */
	readonly engine: 'Podman' | 'CRI-O' | 'containerd' | 'Docker' | 'CRIU' | 'unknown';
	readonly origin: Origin;
	readonly name: Untrusted | undefined;
	readonly id: Untrusted | undefined;
	readonly image: Untrusted | undefined;
	readonly imageId: Untrusted | undefined;
	/** The image by the name that it was asked for. */
	readonly requestedImage: Untrusted | undefined;
	/** The OCI runtime, `crun`, `runc`, `io.containerd.runc.v2`. */
	readonly runtime: Untrusted | undefined;
	/** Milliseconds since 1970, as all times here. */
	readonly created: number | undefined;
	readonly started: number | undefined;
	readonly checkpointed: number | undefined;
	readonly restored: number | undefined;
	/** When the images were written, by the times of the files: of a copy they may say otherwise. */
	readonly written: number | undefined;
	/** The same as the engine wrote it: RFC 3339, in the zone and with as many digits of a second as it chose. */
	readonly createdText: Untrusted | undefined;
	readonly checkpointedText: Untrusted | undefined;
	readonly pod: Untrusted | undefined;
	readonly podId: Untrusted | undefined;
	readonly podUid: Untrusted | undefined;
	readonly namespace: Untrusted | undefined;
	readonly restartCount: number | undefined;
	readonly hostname: Untrusted | undefined;
	/** The command that the container was created with, on the engine's command line. */
	readonly createCommand: readonly Untrusted[];
	/** The arguments of the container's first process as configured. */
	readonly command: readonly Untrusted[];
	readonly workingDirectory: Untrusted | undefined;
	/** The environment as configured, `NAME=value`. */
	readonly environment: readonly Untrusted[];
	/** Interfaces with the addresses that the engine gave them. */
	readonly interfaces: readonly NetworkInterface[];
	/** Interfaces as CRIU found them in the container's network namespaces. */
	readonly devices: readonly NetworkInterface[];
	readonly networkNamespaces: readonly NetworkNamespace[];
	/** What could not be read of them is in its `problems`. */
	readonly mounts: MountTable;
	readonly annotations: readonly Label[];
	readonly labels: readonly Label[];
	readonly sizes: Sizes;
	readonly memory: DumpMemory;
	/** CRIU's own of the dump. */
	readonly statistics: readonly Statistic[];
	/** Of the restore that the container came from, where they were kept. */
	readonly restoreStatistics: readonly Statistic[];
	readonly inventory: readonly Fact[];
	readonly contents: DumpContents;
	/** Files beside the images, such as `rootfs-diff.tar`. */
	readonly files: readonly NamedAmount[];
	/** What is wrong with the two files that every engine writes, config.dump and spec.dump: damaged or missing. Nothing for bare images. */
	readonly fileProblems: readonly InputError[];
	/** Paths that the container deleted from its root file system. */
	readonly deletedFiles: readonly Untrusted[];
	readonly log: DumpLog | undefined;
	/** Annotations of the OCI image that the checkpoint is a layer of. */
	readonly imageAnnotations: readonly Label[];
	/** Set when the archive is the checkpoint of a whole pod. */
	readonly podCheckpoint: PodCheckpoint | undefined;
};
