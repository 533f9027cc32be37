import {areDroppable, status} from '../../../memory/vma-table.js';
import {machines} from '../../registers.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

type Feature = readonly [name: string, isUsed: (dump: Dump) => boolean];

const maps = (bit: number): Feature[1] => ({mappings}) => mappings.some(({vmas}) => vmas.status.some(bits => (bits & bit) !== 0));
const opens = (field: 'bpf' | 'pidfd' | 'tunf'): Feature[1] => ({files}) => files.entries().some(entry => entry[field] !== undefined);

// MAP_HUGETLB of mmap(2).
const hugePages = 0x4_00_00;

// With the version that has them first.
const features: readonly Feature[] = [
	['time namespaces (5.6)', ({images}) => images.names().some(name => /^timens-[1-9]\d*\.img$/v.test(name))],
	// What the dump has of the host's clocks is left out where there are none.
	['time namespaces (5.6), or monotonic clocks jump', ({images}) => images.has('timens-0.img')],
	['rseq (4.18)', ({threads}) => threads.some(({hasRseq}) => hasRseq)],
	['seccomp filters', ({threads}) => threads.some(({seccompFilter}) => seccompFilter !== undefined)],
	['32-bit programs (IA32_EMULATION)', ({threads}) => threads.some(({machine, is32Bit}) => machine === machines.x86 && is32Bit)],
	['shadow stacks (6.6)', maps(status.shadowStack)],
	['guard regions (6.13)', maps(status.guard)],
	['droppable mappings (6.11)', ({mappings}) => mappings.some(({vmas}) => vmas.flags.some(flags => areDroppable(flags)))],
	['huge pages', ({mappings}) => mappings.some(({vmas}) => vmas.flags.some(flags => (flags & hugePages) !== 0))],
	['uprobes', maps(status.uprobes)],
	['pidfds (5.3)', opens('pidfd')],
	['BPF maps', opens('bpf')],
	['TUN devices', opens('tunf')],
];

/**
What the kernel must be able to do, as far as the images show it.

@yields what it finds
*/
export function * kernel(dump: Dump): Generator<Observation> {
	const used = features.filter(([, isUsed]) => isUsed(dump)).map(([name]) => name);
	if (used.length > 0) {
		yield needs(fileOf(dump, 'inventory.img'), `a kernel with ${used.join('; ')}`);
	}

	if (dump.images.inventory?.allow_uprobes) {
		yield needs(fileOf(dump, 'inventory.img'), '--allow-uprobes: it was dumped so');
	}
}
