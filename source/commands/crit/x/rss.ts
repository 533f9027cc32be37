import {InputError} from '../../../archive/byte-source.js';
import type {ProcessImages} from '../../../checkpoint/process-images.js';
import type {Pagemap} from '../../../criu/pagemap.js';
import {pagemapIn} from '../../../memory/image-layer.js';
import type {Vma, VmaTable} from '../../../memory/memory.js';
import {status as bits} from '../../../memory/vma-table.js';
import {pathText} from './file-text.js';
import {addressText} from './mems.js';
import type {Subject} from './subject.js';

/**
The runs of pages of a process's pagemap, each with the mappings that it lies in: `~` stands for the mapping that the run before it ended in.
@yields lines
*/
export function * rss(subject: Subject): Generator<string> {
	const {process, problems} = subject;
	const memory = problems.of(() => process.memory);
	const pagemap = problems.of(() => pagemapOf(process.images));
	if (memory === undefined || pagemap === undefined) {
		return;
	}

	const {vmas, pageSize, wordSize} = memory;
	const bytes = BigInt(pageSize);
	let next = 0;
	let shown: number | undefined;
	for (let index = 0; index < pagemap.length; index++) {
		const start = BigInt.asUintN(wordSize * 8, BigInt(pagemap.vaddr[index]!));
		const end = start + BigInt(pagemap.pages[index]!) * bytes;
		let text = `\t${start.toString(16)} / ${String(pagemap.pages[index]!).padEnd(8)}`.padEnd(24);
		while (next < vmas.length && vmas.at(next).end <= start) {
			next++;
		}

		for (const vma of startingBefore(end, vmas, next)) {
			text += vma.index === shown ? ' ~' : ` ${addressText(vma.start)} / ${String((vma.end - vma.start) / bytes).padEnd(8)}${nameText(vma, subject)}`;
			text += `\n\t${' '.repeat(23)}`;
			shown = vma.index;
			next = vma.index;
		}

		yield text;
	}
}

function pagemapOf({directory, pid}: ProcessImages): Pagemap {
	const name = `pagemap-${pid}.img`;
	const pagemap = pagemapIn(directory, name);
	if (pagemap === undefined) {
		throw new InputError(directory.shown(name), 'missing');
	}

	return pagemap;
}

function * startingBefore(end: bigint, vmas: VmaTable, from: number): Generator<Vma> {
	for (let index = from; index < vmas.length && vmas.at(index).start < end; index++) {
		yield vmas.at(index);
	}
}

function nameText({status, shmid}: Vma, subject: Subject): string {
	return (status & (bits.filePrivate | bits.fileShared)) === 0 ? '' : ` ${pathText(subject, Number(shmid))}`;
}
