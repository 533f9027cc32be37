import type {Untrusted} from '../text/untrusted.js';

export type NetworkInterface = {
	readonly network?: Untrusted;
	readonly name: Untrusted;
	readonly mac?: Untrusted;
	/** Every address with its prefix length, `10.88.0.4/16`. */
	readonly addresses: readonly Untrusted[];
	readonly gateways: readonly Untrusted[];
};

/** What the engine's files say of the container; absent where the engine does not say it (a bare `criu dump` says nothing). */
export type Container = {
	readonly engine: 'Podman' | 'CRI-O' | 'containerd' | 'Docker' | 'CRIU' | 'unknown';
	readonly name?: Untrusted;
	readonly id?: Untrusted;
	readonly image?: Untrusted;
	readonly imageId?: Untrusted;
	readonly runtime?: Untrusted;
	/** Milliseconds since 1970. */
	readonly created?: number;
	readonly checkpointed?: number;
	readonly restored?: number;
	readonly pod?: Untrusted;
	readonly namespace?: Untrusted;
	readonly hostname?: Untrusted;
	readonly interfaces: readonly NetworkInterface[];
	readonly annotations: ReadonlyArray<{readonly key: Untrusted; readonly value: Untrusted}>;
	/** Bytes. */
	readonly sizes: {readonly archive: number; readonly checkpoint: number; readonly pages: number; readonly rootfsDiff?: number};
	/** CRIU's statistics by their field names; times in microseconds. */
	readonly statistics: ReadonlyArray<{readonly name: string; readonly value: bigint | number}>;
};
