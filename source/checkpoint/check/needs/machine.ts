import {machineName} from '../../registers.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

// State components of XSAVE by bit (Intel 64 Software Developer's Manual, volume 1, 13.1); every x86_64 has the first two.
const components: ReadonlyArray<readonly [bits: bigint, name: string]> = [
	[0b100n, 'AVX'],
	[0b1_1000n, 'MPX'],
	[0b1110_0000n, 'AVX-512'],
	[1n << 9n, 'protection keys'],
	[0b11n << 11n, 'shadow stacks'],
	[0b11n << 17n, 'AMX'],
];

/**
The machine: nothing restores on another architecture, or with another size of pages.

@yields what it finds
*/
export function * machine(dump: Dump): Generator<Observation> {
	const [first, ...others] = dump.threads;
	if (first === undefined) {
		return;
	}

	const state = others.reduce((bits, {xstate}) => bits | xstate, first.xstate);
	const used = components.filter(([bits]) => (state & bits) !== 0n).map(([, name]) => name);
	yield needs(fileOf(dump, `core-${first.tid}.img`), `${machineName(first.machine)} with pages of ${dump.memory.pageSize} bytes${used.length === 0 ? '' : `, and ${used.join(', ')}`}`);
	if (dump.images.has('cpuinfo.img')) {
		yield needs(fileOf(dump, 'cpuinfo.img'), 'the features of the processor that it lists (--cpu-cap)');
	}
}
