import path from 'node:path';
import {attempt} from '../archive/attempt.js';
import {readExactly} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {Origin} from './container.js';
import type {Engine} from './engines/engine.js';
import {parseKubeletName} from './kubelet-name.js';
import {isPreDump} from './pre-dump.js';

const commands: Record<Engine['name'], string> = {
	Podman: 'podman container checkpoint',
	'CRI-O': 'CheckpointContainer of CRI-O',
	containerd: 'CheckpointContainer of containerd',
};

/**
Who had CRIU write the images, as far as it shows: the engine; for bare images the OCI runtime, which leaves `descriptors.json` beside them; else nobody but CRIU itself.

@throws {PendingError}
*/
export function readOrigin(images: ImageDirectory, engine: Engine | undefined, hasEngineFiles: boolean): Origin {
	if (engine !== undefined && engine.name !== 'Podman' && parseKubeletName(path.basename(images.archive.path)) !== undefined) {
		return {
			command: `the kubelet's checkpoint, through ${engine.name}`,
			evidence: `files of ${engine.name}; the archive is named as a kubelet names it`,
		};
	}

	if (engine !== undefined) {
		return {command: commands[engine.name], evidence: `files of ${engine.name}`};
	}

	if (images.has('descriptors.json')) {
		return runtimeOrigin(images);
	}

	const nobody: Origin = {command: 'unknown', evidence: 'files beside the images that fit no known engine'};
	const command = images.has('pstree.img') || !isPreDump(images) ? 'criu dump' : 'criu pre-dump';
	return hasEngineFiles ? nobody : {command, evidence: 'no descriptors.json, which runc and crun write'};
}

/** runc writes the list in one line; crun writes it indented, with `/` as `\/`. */
function runtimeOrigin(images: ImageDirectory): Origin {
	const list = attempt(() => {
		const source = images.source('descriptors.json')!;
		return Buffer.from(readExactly(source, images.shown('descriptors.json'), 0, Math.min(source.size, 4096))).toString('latin1');
	});
	if (list.state === 'pending') {
		throw list.error;
	}

	const text = list.state === 'ready' ? list.value : '';
	const runtime = text.startsWith('["') ? 'runc' : (/^\[\n\s+"/v.test(text) ? 'crun' : undefined);
	const both: Origin = {command: 'runc or crun checkpoint', evidence: 'descriptors.json, which both write'};
	return runtime === undefined ? both : {command: `${runtime} checkpoint`, evidence: `descriptors.json is written as ${runtime} writes it`};
}
