import {compose} from '../../../checkpoint/compose.js';
import type {Segment} from '../../../memory/presence.js';
import type {Vma, VmaKind} from '../../../memory/memory.js';
import {Breath} from '../../breath.js';
import type {ProcessRule} from '../rule.js';

const kinds: ReadonlySet<VmaKind> = new Set(['anonymous', 'heap', 'stack']);

const headerSize = 64;
const blockSize = 256 * 1024;
const magic = 0x7F_45_4C_46;
const mostOfProcess = 16;

/** A program in memory that no file is behind: every page is looked at, not what lies within one, where who reads programs has their headers. */
export const programInMemory: ProcessRule = {
	name: 'program-in-memory',
	looksFor: 'the header of an ELF program at the start of a page that no file is behind',
	async * inProcess({memory}) {
		const breath = new Breath();
		let count = 0;
		for (let index = 0; index < memory.vmas.length && count < mostOfProcess; index++) {
			const vma = memory.vmas.at(index);
			if (!kinds.has(vma.kind) || vma.shared) {
				continue;
			}

			for (const segment of memory.segments(vma.start, vma.end)) {
				for await (const {address, header} of pages(segment, memory.pageSize, breath)) {
					if (isProgramHeader(header) && count < mostOfProcess) {
						count++;
						yield {severity: 'danger', evidence: compose(`ELF header at ${address.toString(16)}, in ${vma.protection} ${nameOf(vma)}`), why: 'A program that was brought in without a file leaves its header at the start of a page.', address};
					}
				}
			}
		}
	},
};

type Page = {readonly address: bigint; readonly header: DataView};

// The pages of a segment that begin with the magic.
async function * pages({start, pieces}: Segment, pageSize: number, breath: Breath): AsyncGenerator<Page> {
	const block = Buffer.alloc(blockSize);
	let base = start;
	for (const {source, position, length} of pieces) {
		for (let done = 0; done < length; done += blockSize) {
			const count = source.read(block.subarray(0, Math.min(blockSize, length - done)), position + done);
			for (let offset = 0; offset + headerSize <= count; offset += pageSize) {
				if (block.readUInt32BE(offset) === magic) {
					yield {address: base + BigInt(done + offset), header: new DataView(block.buffer, block.byteOffset + offset, headerSize)};
				}
			}

			if (breath.isDue) {
				await breath.take();
			}
		}

		base += BigInt(length);
	}
}

// elf(5): e_ident, then e_type, e_version and e_ehsize, as every loader checks them.
function isProgramHeader(header: DataView): boolean {
	const [class_, data] = [header.getUint8(4), header.getUint8(5)];
	const isLittle = data === 1;
	const isWide = class_ === 2;
	const type = header.getUint16(16, isLittle);
	return (class_ === 1 || isWide) && (isLittle || data === 2) && header.getUint8(6) === 1
		&& (type === 2 || type === 3)
		&& header.getUint32(20, isLittle) === 1
		&& header.getUint16(isWide ? 52 : 40, isLittle) === (isWide ? 64 : 52);
}

function nameOf({kind}: Vma): string {
	return kind === 'anonymous' ? 'memory without a name' : `the ${kind}`;
}
