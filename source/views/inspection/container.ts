import type {Container, DumpMemory, NetworkInterface, Sizes} from '../../checkpoint/container.js';
import type {Untrusted} from '../../text/untrusted.js';
import type {Problems} from '../problems.js';

export type InspectedContainer = {
	readonly container_name: Untrusted | null;
	readonly image: Untrusted | null;
	readonly id: Untrusted | null;
	readonly runtime: Untrusted | null;
	readonly created: string | null;
	readonly checkpointed?: string | undefined;
	readonly engine: string;
	/** The first of the pod's addresses, where no file says which interface has them. */
	readonly ip?: Untrusted | undefined;
	readonly addresses?: readonly Untrusted[] | undefined;
	readonly networks?: readonly InspectedNetwork[] | undefined;
	readonly checkpoint_size: InspectedSizes;
};

export type InspectedNetwork = {
	readonly name: Untrusted | null;
	readonly interfaces: ReadonlyMap<Untrusted, InspectedInterface>;
};

/** `ip` and `gateway` are the first of `addresses` and `gateways`. */
export type InspectedInterface = {
	readonly ip?: Untrusted | undefined;
	readonly mac?: Untrusted | undefined;
	readonly gateway?: Untrusted | undefined;
	readonly addresses: readonly Untrusted[];
	readonly gateways: readonly Untrusted[];
};

/** Bytes. */
export type InspectedSizes = {
	readonly total_size?: number | undefined;
	readonly memory_pages_size?: number | undefined;
	readonly amd_gpu_memory_pages_size?: number | undefined;
	readonly root_fs_diff_size?: number | undefined;
};

export function inspectContainer(container: Container, problems: Problems): InspectedContainer {
	problems.addAll((problems.of(() => container.fileProblems) ?? []).map(({message}) => message));
	const interfaces = problems.of(() => container.interfaces) ?? [];
	const ofPod = interfaces.find(({name}) => name === undefined)?.addresses;
	return {
		container_name: problems.of(() => container.name) ?? null,
		image: problems.of(() => container.image) ?? null,
		id: problems.of(() => container.id) ?? null,
		runtime: problems.of(() => container.runtime) ?? null,
		created: problems.of(() => createdText(container)) ?? null,
		checkpointed: problems.of(() => toTheSecond(container.checkpointedText)),
		engine: problems.of(() => container.engine) ?? 'unknown',
		ip: ofPod?.[0],
		addresses: ofPod,
		networks: networksOf(interfaces),
		checkpoint_size: sizesOf(problems.of(() => container.sizes), problems.of(() => container.memory)),
	};
}

/** When the container was created, as checkpointctl writes it: for CRI-O as its annotation has it, else to the second; in the zone that the engine chose. */
export function createdText({engine, createdText: text}: Container): string | undefined {
	return engine === 'CRI-O' ? text?.toString() : toTheSecond(text);
}

function toTheSecond(text: Untrusted | undefined): string | undefined {
	return text?.toString().replace(/\.\d+/v, '');
}

function networksOf(interfaces: readonly NetworkInterface[]): InspectedNetwork[] | undefined {
	const named = interfaces.filter(({name}) => name !== undefined);
	const networks = [...Map.groupBy(named, ({network}) => network?.toKey()).values()].map(members => ({
		name: members[0]!.network ?? null,
		interfaces: new Map(members.map(member => [member.name!, interfaceOf(member)])),
	}));
	return networks.length === 0 ? undefined : networks;
}

function interfaceOf({mac, addresses, gateways}: NetworkInterface): InspectedInterface {
	return {ip: addresses[0], mac, gateway: gateways[0], addresses, gateways};
}

function sizesOf(sizes: Sizes | undefined, memory: DumpMemory | undefined): InspectedSizes {
	return {
		total_size: sizes?.checkpoint.size,
		memory_pages_size: memory?.pages.size,
		amd_gpu_memory_pages_size: sizes?.gpuPages.size === 0 ? undefined : sizes?.gpuPages.size,
		root_fs_diff_size: sizes?.rootfsDiff?.size,
	};
}
