import type {EngineFiles} from './engine-files.js';
import {JsonObject, parseJson} from './json-file.js';

/** Ports `first` to `last` of a protocol, `tcp`. */
export type ConfiguredPorts = {readonly first: number; readonly last: number; readonly protocol: string};

const portsAnnotation = 'io.kubernetes.container.ports';

/**
The ports that a container was said to listen on: those that Podman publishes or exposes, those of a pod's specification, as the kubelet hands them to containerd and CRI-O. Empty where nobody says anything.

@throws {InputError} when what says so is damaged
*/
export function configuredPorts(files: EngineFiles): ConfiguredPorts[] {
	const config = files.config();
	const published = (config?.objects('newPortMappings') ?? []).map(port => portsOf(port.integer('container_port'), port.text('protocol')?.toKey(), port.integer('range')));
	const older = (config?.objects('portMappings') ?? []).map(port => portsOf(port.integer('containerPort'), port.text('protocol')?.toKey()));
	const exposed = config?.object('exposedPorts');
	return [
		...published,
		...older,
		...(exposed?.keys() ?? []).flatMap(port => exposed!.texts(port).map(protocol => portsOf(Number(port), protocol.toKey()))),
		...ofPod(files),
	].flatMap(ports => ports ?? []);
}

function ofPod(files: EngineFiles): Array<ConfiguredPorts | undefined> {
	const ofContainerd = files.object('status.dump')?.object('annotations')?.text(portsAnnotation);
	const text = ofContainerd ?? files.annotations()?.embedded('io.kubernetes.cri-o.Annotations')?.text(portsAnnotation);
	if (text === undefined) {
		return [];
	}

	const list = parseJson(text.bytes, portsAnnotation);
	return JsonObject.of({ports: list}, portsAnnotation)!.objects('ports').map(port => portsOf(port.integer('containerPort'), port.text('protocol')?.toKey()));
}

function portsOf(first: number | undefined, protocol = 'tcp', range = 1): ConfiguredPorts | undefined {
	return first === undefined ? undefined : {first, last: first + Math.max(1, range) - 1, protocol: protocol.toLowerCase()};
}
