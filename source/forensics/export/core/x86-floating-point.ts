import type {user_x86_fpregs_entry, user_x86_xsave_entry} from '../../../criu/schema/messages.js';
import {array, packed, structure, type Field} from './layout.js';

const legacySize = 512;

/** What FXSAVE stores, 512 bytes: `user_fpregs_struct` of x86-64, `user_fpxregs_struct` of i386. */
export function fxsave({cwd, swd, twd, fop, rip, rdp, mxcsr, mxcsr_mask, st_space, xmm_space}: user_x86_fpregs_entry): Buffer {
	const control = structure({
		cwd: [cwd, 2],
		swd: [swd, 2],
		twd: [twd, 2],
		fop: [fop, 2],
		rip: [rip, 8],
		rdp: [rdp, 8],
		mxcsr: [mxcsr, 4],
		mxcsr_mask: [mxcsr_mask, 4],
	});
	return Buffer.concat([control, packed(array(st_space, 4, 32)), packed(array(xmm_space, 4, 64))], legacySize);
}

/** What FSAVE stores, 108 bytes: `user_fpregs_struct` of i386, with the selectors `cs` and `ds` as the kernel fills them in (convert_from_fxsr in arch/x86/kernel/fpu/regset.c). */
export function fsave(registers: user_x86_fpregs_entry, cs: number, ds: number): Buffer {
	const {cwd, swd, rip, rdp} = registers;
	const stack = packed(array(registers.st_space, 4, 32));
	const head = structure({
		cwd: [cwd | highHalf, 4],
		swd: [swd | highHalf, 4],
		twd: [fullTags(registers, stack) | highHalf, 4],
		fip: [rip, 4],
		fcs: [cs, 4],
		foo: [rdp, 4],
		fos: [ds | highHalf, 4],
	});
	return Buffer.concat([head, ...Array.from({length: 8}, (_, index) => stack.subarray(index * 16, index * 16 + 10))]);
}

const highHalf = 0xff_ff_00_00;

// FXSAVE keeps of each register only whether it is in use; FSAVE, two bits that say what is in it.
function fullTags({swd, twd}: user_x86_fpregs_entry, stack: Buffer): number {
	const top = swd >> 11 & 7;
	let tags = 0;
	for (let index = 0; index < 8; index++) {
		const inUse = (twd >> index & 1) === 1;
		tags |= (inUse ? tagOf(stack.subarray((index - top & 7) * 16)) : tag.empty) << index * 2;
	}

	return tags;
}

const tag = {valid: 0, zero: 1, special: 2, empty: 3} as const;

function tagOf(register: Buffer): number {
	const exponent = register.readUInt16LE(8) & 0x7f_ff;
	const significand = register.readBigUInt64LE(0);
	if (exponent === 0 && significand === 0n) {
		return tag.zero;
	}

	const isNormal = exponent !== 0 && exponent !== 0x7f_ff && significand >> 63n === 1n;
	return isNormal ? tag.valid : tag.special;
}

const headerEnd = 576;

// Where the kernel tells debuggers which parts there are.
const xcr0Position = 464;

type Part = {readonly bits: bigint; readonly offset: number; readonly fields: (registers: user_x86_xsave_entry) => readonly Field[]};

const words = (values: ReadonlyArray<bigint | number>, size: 4 | 8, count: number) => values.length === 0 ? [] : array(values, size, count);

// The parts where Intel's processors have them, and the bits of them in XCR0. CRIU keeps each part by itself, so that it does not matter where the processor had it.
const parts: readonly Part[] = [
	{bits: 0x04n, offset: 576, fields: ({ymmh_space}) => words(ymmh_space, 4, 64)},
	{bits: 0x08n, offset: 960, fields: ({bndreg_state}) => words(bndreg_state, 8, 8)},
	{bits: 0x10n, offset: 1024, fields: ({bndcsr_state}) => words(bndcsr_state, 8, 8)},
	{bits: 0x20n, offset: 1088, fields: ({opmask_reg}) => words(opmask_reg, 8, 8)},
	{bits: 0x40n, offset: 1152, fields: ({zmm_upper}) => words(zmm_upper, 8, 64)},
	{bits: 0x80n, offset: 1664, fields: ({hi16_zmm}) => words(hi16_zmm, 8, 128)},
	{bits: 0x2_00n, offset: 2688, fields: ({pkru}) => words(pkru, 4, 2)},
];

/** What XSAVE stores, in its standard form, as far as the image has parts of it; undefined where that is no more than FXSAVE has. */
export function xsave(registers: user_x86_fpregs_entry): Buffer | undefined {
	if (registers.xsave === undefined) {
		return undefined;
	}

	const {xsave: extended} = registers;
	const there = parts.map(part => ({...part, bytes: packed(part.fields(extended))})).filter(({bytes}) => bytes.length > 0);
	// x87 and SSE are always there.
	const xcr0 = there.reduce((bits, part) => bits | part.bits, 0x03n);
	const area = Buffer.alloc(Math.max(headerEnd, ...there.map(({offset, bytes}) => offset + bytes.length)));
	fxsave(registers).copy(area);
	area.writeBigUInt64LE(xcr0, xcr0Position);
	area.writeBigUInt64LE(extended.xstate_bv & xcr0, legacySize);
	for (const {offset, bytes} of there) {
		bytes.copy(area, offset);
	}

	return area;
}
