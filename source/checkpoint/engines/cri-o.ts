import {type Untrusted} from '../../text/untrusted.js';
import {firstKnown} from '../first-known.js';
import type {Engine} from './engine.js';

const address = /^io\.kubernetes\.cri-o\.IP\.(?<index>\d+)$/v;

/** CRI-O writes everything about the pod into the specification's annotations, some of it as JSON. */
export const criO: Engine = {
	name: 'CRI-O',
	isNamedBy: ({manager}) => manager?.equals('cri-o') ?? false,
	ownFiles: ['bind.mounts', 'io.kubernetes.cri-o.LogPath'],
	containerName: files => firstKnown(
		() => files.annotations()?.embedded('io.kubernetes.cri-o.Metadata')?.text('name'),
		() => files.annotation('io.kubernetes.container.name'),
	),
	createdText: files => files.annotations()?.timeText('io.kubernetes.cri-o.Created'),
	pod: files => files.annotation('io.kubernetes.pod.name'),
	podId: files => files.annotation('io.kubernetes.cri-o.SandboxID'),
	podUid: files => files.annotation('io.kubernetes.pod.uid'),
	namespace: files => files.annotation('io.kubernetes.pod.namespace'),
	restartCount: files => firstKnown(
		() => files.annotations()?.integer('io.kubernetes.container.restartCount'),
		() => files.annotations()?.embedded('io.kubernetes.cri-o.Metadata')?.integer('attempt'),
	),
	labels: files => files.annotations()?.embedded('io.kubernetes.cri-o.Labels')?.entries() ?? [],
	interfaces(files) {
		// The addresses are the pod's; no file says which interface has them.
		const addresses = (files.annotations()?.entries() ?? [])
			.map(({key, value}) => ({index: address.exec(key.toKey())?.groups?.index, value}))
			.filter(({index, value}) => index !== undefined && value.length > 0)
			.sort((a, b) => Number(a.index) - Number(b.index))
			.map(({value}) => value);
		return addresses.length === 0 ? [] : [{addresses, gateways: [] as readonly Untrusted[]}];
	},
};
