import {status} from '../../memory/vma-table.js';
import {compose, listed} from '../compose.js';
import type {FileTable} from '../file-table.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/**
Mappings of files that no image describes.

@yields what it finds
*/
export function * mappedFiles(dump: Dump): Generator<Observation> {
	for (const {pid, vmas: {length, start, status: bits, shmid}} of dump.mappings) {
		const lost: string[] = [];
		for (let index = 0; index < length; index++) {
			const id = Number(shmid[index]!);
			if (isLost(bits[index]!, id, dump.files)) {
				lost.push(`0x${start[index]!.toString(16)} maps file ${id}`);
			}
		}

		if (lost.length > 0) {
			yield broken(fileOf(dump, `mm-${pid}.img`), compose('no image describes what is mapped: ', listed(lost)), {pid});
		}
	}
}

// Mappings that other images, or none, have the content of (criu/mem.c, prepare_mm_pid).
const noFiles = status.plugin | status.sysv | status.anonymousShared | status.uprobes | status.aio | status.vdso | status.vvar | status.vsyscall;

function isLost(bits: number, id: number, files: FileTable): boolean {
	if ((bits & noFiles) !== 0) {
		return false;
	}

	return (bits & status.socket) === 0
		? (bits & (status.filePrivate | status.fileShared)) !== 0 && files.reference(id) === undefined
		: files.entry(id)?.psk === undefined;
}
