import {InputError} from '../archive/byte-source.js';
import type {Area} from '../forensics/export/exported.js';
import type {AddressSpace} from '../memory/memory.js';
import {Untrusted} from '../text/untrusted.js';
import {UsageError} from './command.js';

export type AreaOptions = {readonly range: string | undefined; readonly vma: string | undefined};

const top = 1n << 64n;

/**
What was asked for, once the process is known.

@throws {UsageError} when it makes no sense
@throws {InputError} from the answer, when nothing is mapped there
*/
export function areaOf({range, vma}: AreaOptions): (space: AddressSpace) => Area {
	if (range !== undefined && vma !== undefined) {
		throw new UsageError('--range and --vma do not go together');
	}

	if (range !== undefined) {
		const [start, end, ...more] = range.split('-').map(text => addressOf(text));
		if (start === undefined || end === undefined || more.length > 0 || start >= end || end > top) {
			throw new UsageError(`--range takes START-END in hexadecimal, such as 7f2f986c5000-7f2f986c6000, not ${shown(range)}`);
		}

		return space => {
			if (Iterator.from(space.runs(start, end)).every(({presence}) => presence === 'unmapped')) {
				throw new InputError(`addresses 0x${start.toString(16)}-0x${end.toString(16)}`, 'no mapping of the process holds any of them; cryoscope maps lists them');
			}

			return {start, end};
		};
	}

	return vma === undefined ? () => 'everything' : mappingAt(vma);
}

function mappingAt(text: string): (space: AddressSpace) => Area {
	const address = addressOf(text);
	if (address === undefined || address >= top) {
		throw new UsageError(`--vma takes an address in hexadecimal, not ${shown(text)}`);
	}

	return ({vmas}) => {
		const index = vmas.find(address);
		if (index === -1) {
			throw new InputError(`address 0x${address.toString(16)}`, 'no mapping of the process holds it; cryoscope maps lists them');
		}

		const {start, end} = vmas.at(index);
		return {start, end};
	};
}

/** An address in hexadecimal, with or without `0x`; undefined when it is none. It may be beyond 64 bits. */
export function addressOf(text: string): bigint | undefined {
	const digits = /^(?:0x)?(?<digits>[\da-f]{1,17})$/iv.exec(text)?.groups?.digits;
	return digits === undefined ? undefined : BigInt(`0x${digits}`);
}

function shown(text: string): string {
	return Untrusted.from(text).toString();
}
