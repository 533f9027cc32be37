import type {ImageDirectory} from '../../criu/image-directory.js';
import {pageSizeOf, readPageTotals} from '../../memory/page-totals.js';
import {FileTable} from '../file-table.js';
import type {ContentQuestion} from './content.js';
import {bpfContents, ipcContents} from './kernel-objects.js';
import {pipeContents} from './pipes.js';
import {removedFileContents} from './removed-files.js';
import {sharedContents} from './shared-memory.js';
import {packetContents, streamContents} from './sockets.js';

/** What a kernel kept for the processes besides their memory: files without a name, shared objects, what waits in pipes, sockets and queues. A question each: damage costs only its own answer. */
export function keptContents(images: ImageDirectory): ContentQuestion[] {
	const files = new FileTable(images);
	return [
		...removedFileContents(images, files),
		() => sharedContents(images, files, pageSizeOf(images, readPageTotals(images))),
		() => pipeContents(images, files),
		...socketQuestions(images, files),
		() => ipcContents(images),
		() => bpfContents(images, files),
	];
}

/** The same of what waits in sockets alone. */
export function socketContents(images: ImageDirectory): ContentQuestion[] {
	return socketQuestions(images, new FileTable(images));
}

function socketQuestions(images: ImageDirectory, files: FileTable): ContentQuestion[] {
	return [() => packetContents(images, files), () => streamContents(images, files)];
}
