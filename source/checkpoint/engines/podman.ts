import {InputError} from '../../archive/byte-source.js';
import {Untrusted} from '../../text/untrusted.js';
import type {NetworkInterface} from '../container.js';
import type {EngineFiles} from '../engine-files.js';
import {JsonObject} from '../json-file.js';
import type {Engine} from './engine.js';

/** Podman keeps its whole container configuration in config.dump, and the networks in network.status. */
export const podman: Engine = {
	name: 'Podman',
	isNamedBy: ({manager}) => manager?.equals('libpod') ?? false,
	ownFiles: ['network.status', 'ctr.log', 'devshm-checkpoint.tar'],
	podId: files => files.config()?.text('pod'),
	labels: files => files.config()?.object('labels')?.entries() ?? [],
	interfaces: networkStatus,
};

/** `{network: {interfaces: {name: {mac_address, subnets: [{ipnet, gateway}]}}}}`, and `null` for a container without networks. */
function networkStatus(files: EngineFiles): NetworkInterface[] {
	const key = `${files.folder}network.status`;
	const json = files.json('network.status');
	if (Array.isArray(json)) {
		throw new InputError(Untrusted.from(key).toString(), 'an object of networks expected, found a list (as Podman before version 4 wrote it)');
	}

	const networks = JsonObject.of(json, key);
	const found: NetworkInterface[] = [];
	for (const network of networks?.keys() ?? []) {
		const interfaces = networks!.object(network)?.object('interfaces');
		for (const name of interfaces?.keys() ?? []) {
			const facts = interfaces!.object(name);
			const subnets = facts?.objects('subnets') ?? [];
			found.push({
				network: Untrusted.from(network),
				name: Untrusted.from(name),
				mac: facts?.text('mac_address'),
				addresses: subnets.map(subnet => subnet.text('ipnet')).filter(address => address !== undefined),
				gateways: subnets.map(subnet => subnet.text('gateway')).filter(gateway => gateway !== undefined),
			});
		}
	}

	return found;
}
