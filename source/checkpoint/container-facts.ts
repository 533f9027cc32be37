import path from 'node:path';
import type {Archive} from '../archive/archive.js';
import {lazy} from '../archive/attempt.js';
import {Untrusted} from '../text/untrusted.js';
import type {Container} from './container.js';
import {readContents, readWritten} from './dump-contents.js';
import {readDumpLog} from './dump-log.js';
import {dumpMemory, readMemoryTotals, type MemoryTotals} from './dump-memory.js';
import type {EngineFiles} from './engine-files.js';
import type {Engine} from './engines/engine.js';
import {firstKnown} from './first-known.js';
import {readInventory} from './inventory.js';
import {lazyObject} from './lazy-object.js';
import type {Layout} from './layout.js';
import {readMounts} from './mounts.js';
import {folderOf, readNeighbours} from './neighbours.js';
import {readNetworkDevices, readNodeName} from './network/network-devices.js';
import {networkNamespaces} from './network/network-namespaces.js';
import {readOrigin} from './origin.js';
import {readPodOptions} from './pod-options.js';
import {timeOf} from './rfc3339.js';
import {filesBeside, readSizes} from './sizes.js';
import {readDumpStatistics, readRestoreStatistics, statisticsOf} from './statistics.js';

/** The container of the checkpoint that `layout` finds; `layout` throws `PendingError` while it has not come. `memory` adds up that of its images. */
export function containerFacts(archive: Archive, layout: () => Layout, memory: () => MemoryTotals = lazy(() => readMemoryTotals(layout().images))): Container {
	const images = () => layout().images;
	const files = () => layout().files;
	const config = () => files()?.config();
	const ask = <T>(question: (engine: Engine, files: EngineFiles) => T | undefined): T | undefined => {
		const engine = layout().engine();
		return engine === undefined ? undefined : question(engine, files()!);
	};

	const process = () => files()?.spec()?.object('process');
	const createdText = () => firstKnown(
		() => ask((engine, beside) => engine.createdText?.(beside)),
		() => config()?.timeText('createdTime'),
	);

	return lazyObject<Container>({
		path: () => givenPath(archive),
		folder: () => folderOf(images()),
		neighbours: () => readNeighbours(layout()),
		engine: () => layout().engine()?.name ?? (files() === undefined ? 'CRIU' : 'unknown'),
		origin: () => readOrigin(images(), layout().engine(), files() !== undefined),
		name: () => firstKnown(
			() => ask((engine, beside) => engine.containerName?.(beside)),
			() => config()?.text('name'),
		),
		id: () => config()?.text('id'),
		image: () => firstKnown(
			() => config()?.text('rootfsImageName'),
			() => config()?.text('rootfsImage'),
		),
		imageId: () => firstKnown(
			() => config()?.text('rootfsImageRef'),
			() => config()?.text('rootfsImageID'),
		),
		requestedImage: () => firstKnown(
			() => config()?.text('rootfsImage'),
			() => config()?.text('RawImageName'),
		),
		runtime: () => config()?.text('runtime'),
		created: () => timeOf(createdText()),
		createdText,
		started: () => ask((engine, beside) => engine.started?.(beside)),
		checkpointed: () => config()?.time('checkpointedTime'),
		checkpointedText: () => config()?.timeText('checkpointedTime'),
		restored: () => config()?.time('restoredTime'),
		written: () => readWritten(images()),
		pod: () => ask((engine, beside) => engine.pod?.(beside)),
		podId: () => ask((engine, beside) => engine.podId?.(beside)),
		podUid: () => ask((engine, beside) => engine.podUid?.(beside)),
		namespace: () => ask((engine, beside) => engine.namespace?.(beside)),
		restartCount: () => ask((engine, beside) => engine.restartCount?.(beside)),
		hostname: () => firstKnown(
			() => readNodeName(images()),
			() => files()?.spec()?.text('hostname'),
		),
		createCommand: () => config()?.texts('CreateCommand') ?? [],
		command: () => process()?.texts('args') ?? [],
		workingDirectory: () => process()?.text('cwd'),
		environment: () => process()?.texts('env') ?? [],
		interfaces: () => ask((engine, beside) => engine.interfaces?.(beside)) ?? [],
		devices: () => readNetworkDevices(images()),
		networkNamespaces: () => networkNamespaces(images()),
		mounts: () => readMounts(images(), files()),
		annotations: () => files()?.annotations()?.entries() ?? [],
		labels: () => ask((engine, beside) => engine.labels?.(beside)) ?? [],
		sizes: () => readSizes(layout()),
		memory: () => dumpMemory(memory()),
		statistics: () => statisticsOf(readDumpStatistics(images(), files()?.folder)),
		restoreStatistics: () => statisticsOf(readRestoreStatistics(images(), files()?.folder)),
		inventory: () => readInventory(images()),
		contents: () => readContents(images(), files()?.folder, memory()),
		files: () => filesBeside(layout()),
		fileProblems: () => files()?.problems() ?? [],
		deletedFiles: () => files()?.texts('deleted.files') ?? [],
		log: () => firstKnown(...[files()?.folder, images().prefix].filter(folder => folder !== undefined).map(folder => () => readDumpLog(archive, `${folder}dump.log`))),
		imageAnnotations: () => archive.annotations ?? [],
		podCheckpoint: () => readPodOptions(layout()),
	});
}

/** As it was given; in full where it says nothing, as `.` does. */
function givenPath({path: given}: Archive): Untrusted {
	return Untrusted.from(/^[.\/]*$/v.test(given) ? path.resolve(given) : given);
}
