import {Untrusted} from '../text/untrusted.js';
import {orNothing} from './complaint.js';
import type {Checkpoint} from './checkpoint.js';
import type {Container, Label} from './container.js';
import {machines} from './registers.js';

const prefix = 'org.criu.checkpoint.';

/** Where engines that make images themselves write the same, and where they have another word for it. */
const otherPrefixes = ['io.podman.annotations.checkpoint.', 'io.kubernetes.cri-o.annotations.checkpoint.'];
const otherNames = new Map([['engine.version', 'podman.version'], ['cgroup.version', 'cgroups.version']]);

/** CRI-O takes an image for a checkpoint by this annotation, containerd by `org.criu.checkpoint.container.name`; Podman asks for none. */
const criOName = 'io.kubernetes.cri-o.annotations.checkpoint.name';

type Question = (checkpoint: Checkpoint) => Untrusted | string | undefined;

/** What checkpointctl writes, empty where it is not known, as checkpointctl leaves it. */
const always: Readonly<Record<string, Question>> = {
	'engine.name': ({container: {engine}}) => engine === 'CRIU' || engine === 'unknown' ? undefined : engine,
	'container.name': ({container}) => container.name,
	'pod.name': ({container}) => container.pod,
	'pod.namespace': ({container}) => container.namespace,
	rootfsImageUserRequested: ({container}) => container.requestedImage,
	rootfsImageName: ({container}) => container.image,
	rootfsImageID: ({container}) => container.imageId,
	'runtime.name': ({container}) => container.runtime,
};

/** What else checkpointctl has names for. */
const whereKnown: Readonly<Record<string, Question>> = {
	'engine.version': noted('engine.version'),
	'pod.id': ({container}) => container.podId,
	'pod.uid': ({container}) => container.podUid,
	rootfsImageSha: ({container}) => imageDigest(container),
	rawImageName: ({container}) => container.requestedImage,
	'runtime.version': noted('runtime.version'),
	'criu.version': checkpoint => criuVersion(checkpoint.container) ?? noted('criu.version')(checkpoint),
	'conmon.version': noted('conmon.version'),
	'host.arch': checkpoint => hostArchitecture(checkpoint) ?? noted('host.arch')(checkpoint),
	'host.kernel': checkpoint => hostOf(checkpoint.container)?.kernel ?? noted('host.kernel')(checkpoint),
	'cgroup.version': noted('cgroup.version'),
	'distribution.name': noted('distribution.name'),
	'distribution.version': noted('distribution.version'),
};

/**
The annotations by which an OCI image of the checkpoint says what it holds. All of it is from the checkpoint: nothing of the machine that this runs on.

@throws {InputError} when the file of the engine that says it is damaged
*/
export function imageAnnotations(checkpoint: Checkpoint): Map<string, Untrusted> {
	const annotations = new Map<string, Untrusted>();
	for (const [name, question] of Object.entries(always)) {
		annotations.set(prefix + name, asUntrusted(question(checkpoint) ?? ''));
	}

	for (const [name, question] of Object.entries(whereKnown)) {
		const answer = question(checkpoint);
		if (answer !== undefined && answer !== '') {
			annotations.set(prefix + name, asUntrusted(answer));
		}
	}

	const {engine, name} = checkpoint.container;
	if (engine === 'CRI-O' && name !== undefined) {
		annotations.set(criOName, name);
	}

	return annotations;
}

/** The architecture of the host by Go's name for it, as OCI images are named for; undefined where the checkpoint does not say it. */
export function hostArchitecture({container, images, processes}: Checkpoint): string | undefined {
	const logged = goNames[hostOf(container)?.machine ?? ''];
	if (logged !== undefined) {
		return logged;
	}

	for (const {pid} of processes) {
		const core = orNothing(() => images.message(`core-${pid}.img`, 'core_entry'));
		if (core !== undefined) {
			return goNamesOfCores[core.mtype];
		}
	}

	return undefined;
}

const goNames: Readonly<Record<string, string>> = {
	x86_64: 'amd64', aarch64: 'arm64', armv6l: 'arm', armv7l: 'arm', armv8l: 'arm', ppc64le: 'ppc64le', s390x: 's390x', mips64: 'mips64le', loongarch64: 'loong64', riscv64: 'riscv64',
};

// CRIU runs on MIPS and POWER of the small end only.
const goNamesOfCores: Readonly<Record<number, string>> = {
	[machines.x86]: 'amd64', [machines.arm]: 'arm', [machines.aarch64]: 'arm64', [machines.ppc64]: 'ppc64le',
	[machines.s390]: 's390x', [machines.mips]: 'mips64le', [machines.loongarch64]: 'loong64', [machines.riscv64]: 'riscv64',
};

/** What the log's line about the host says: name, system, release, version, machine. */
function hostOf(container: Container): {readonly kernel: string; readonly machine: string} | undefined {
	const words = logLine(container, 'host').split(' ');
	return words.length < 5 ? undefined : {kernel: words[2]!, machine: words.at(-1)!};
}

/** As CRIU's own interface numbers it, 40201 for 4.2.1; a version between two releases counts as the next one. */
function criuVersion(container: Container): string | undefined {
	const {major, minor, sub = '0', commit} = /^(?<major>\d{1,4})\.(?<minor>\d{1,2})(?:\.(?<sub>\d{1,2}))?(?: \(gitid (?<commit>[^\)]+)\))?$/v.exec(logLine(container, 'version'))?.groups ?? {};
	if (major === undefined || minor === undefined) {
		return undefined;
	}

	const isRelease = commit === undefined || commit === '0';
	return String((Number(major) * 10_000) + (isRelease ? (Number(minor) * 100) + Number(sub) : (Number(minor) + 1) * 100));
}

function logLine(container: Container, line: 'host' | 'version'): string {
	return orNothing(() => container.log)?.[line]?.toKey() ?? '';
}

/** The digest of the image that the container was made of, where one of its names has it. */
function imageDigest(container: Container): string | undefined {
	const repositoryDigests = container.annotations.find(({key}) => key.equals('io.kubernetes.cri-o.ImageRepoDigests'))?.value;
	for (const text of [container.image, container.requestedImage, repositoryDigests]) {
		const {digest} = /@(?<digest>sha256:[\da-f]{64})(?![\da-f])/v.exec(text?.toKey() ?? '')?.groups ?? {};
		if (digest !== undefined) {
			return digest;
		}
	}

	return undefined;
}

/** What the image that the checkpoint was in, or the checkpoint of its pod, says under this name. */
function noted(name: string): Question {
	const keys = [prefix + name, ...otherPrefixes.flatMap(other => [other + name, other + (otherNames.get(name) ?? name)])];
	return ({container}) => {
		const labels: readonly Label[] = [...container.imageAnnotations, ...orNothing(() => container.podCheckpoint)?.annotations ?? []];
		return labels.find(({key, value}) => value.length > 0 && keys.includes(key.toKey()))?.value;
	};
}

function asUntrusted(value: Untrusted | string): Untrusted {
	return typeof value === 'string' ? Untrusted.from(value) : value;
}
