import type {Vma} from '../../../memory/memory.js';
import {status as bits} from '../../../memory/vma-table.js';
import {pathText} from './file-text.js';
import type {Subject} from './subject.js';

const growsDown = 0x100;

/**
The program of a process and its mappings, the guard regions last. Shared objects are counted from 1.
@yields lines
*/
export function * mems(subject: Subject): Generator<string> {
	const {process, problems} = subject;
	const mm = problems.of(() => process.images.mm);
	const vmas = problems.of(() => process.memory)?.vmas;
	if (mm !== undefined) {
		yield `\t${'exe'.padEnd(36)}    ${pathText(subject, mm.exe_file_id)}`;
	}

	for (let index = 0; index < (vmas?.length ?? 0); index++) {
		yield row(vmas!.at(index), subject);
	}

	for (const guard of vmas?.guards ?? []) {
		yield row(guard, subject);
	}
}

function row(vma: Vma, subject: Subject): string {
	const resource = resourceText(vma, subject);
	const irregular = (vma.status & bits.regular) === 0 ? ' *' : '';
	return `\t${`${addressText(vma.start)}-${addressText(vma.end)}`.padEnd(36)}${vma.protection.slice(0, 3)}${resource === undefined ? '' : ` ${resource}`}${irregular}`;
}

export function addressText(address: bigint): string {
	return address.toString(16).padStart(8, '0');
}

function resourceText({status, flags, shmid, offset}: Vma, subject: Subject): string | undefined {
	const shared = ([[bits.sysv, 'ips'], [bits.anonymousShared, 'shmem'], [bits.socket, 'packet']] as const).find(([bit]) => (status & bit) !== 0);
	if (shared !== undefined) {
		return `${shared[1]}[${numberOf(shmid, subject).toString(16)}]`;
	}

	if ((status & (bits.filePrivate | bits.fileShared)) !== 0) {
		return `${pathText(subject, Number(shmid))}${offset === 0n ? '' : ` + 0x${offset.toString(16)}`}${(status & bits.fileShared) === 0 ? '' : ' (s)'}`;
	}

	const special = ([[bits.stack, '[stack]'], [bits.vsyscall, '[vsyscall]'], [bits.vdso, '[vdso]']] as const).find(([bit]) => (status & bit) !== 0);
	return special?.[1] ?? ((flags & growsDown) === 0 ? undefined : '[stack?]');
}

function numberOf(shmid: bigint, {objects}: Subject): number {
	const number = objects.get(shmid) ?? objects.size + 1;
	objects.set(shmid, number);
	return number;
}
