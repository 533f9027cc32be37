import test from 'ava';
import {fsave, xsave} from '../../../../source/forensics/export/core/x86-floating-point.js';
import type {user_x86_fpregs_entry, user_x86_xsave_entry} from '../../../../source/criu/schema/messages.js';

const none: user_x86_fpregs_entry = {cwd: 0x37f, swd: 0, twd: 0, fop: 0, rip: 0n, rdp: 0n, mxcsr: 0x1f80, mxcsr_mask: 0, st_space: [], xmm_space: [], padding: []};

// Of what is in a register: the significand's halves, and the sign with the exponent.
const one = [0, 0x8000_0000, 0x3fff, 0];
const zero = [0, 0, 0, 0];
const infinity = [0, 0x8000_0000, 0x7fff, 0];
const denormal = [1, 0, 0, 0];
const unnormal = [0, 0x4000_0000, 0x3fff, 0];

test('the tags of x87 registers say what is in each', t => {
	// The stack's top is register 6: ST0 is R6, ST2 is R0.
	const registers = {...none, swd: 6 << 11, twd: 0b1101_0111, st_space: [...one, ...zero, ...infinity, ...denormal, ...unnormal, ...one, ...one, ...one]};
	const tags = fsave(registers, 0x23, 0x2b).readUInt16LE(8);
	t.deepEqual(Array.from({length: 8}, (_, index) => tags >> index * 2 & 3), [2, 2, 2, 3, 0, 3, 0, 1]);
});

test('FSAVE has each x87 register in ten bytes', t => {
	const bytes = fsave({...none, rip: 0x804_9000n, rdp: 0x805_0000n, st_space: [...one, 0x1111, 0x2222, 0x3333, 0]}, 0x23, 0x2b);
	t.is(bytes.length, 108);
	t.deepEqual([12, 16, 20, 24].map(at => bytes.readUInt32LE(at)), [0x804_9000, 0x23, 0x805_0000, 0xffff_002b]);
	t.is(bytes.toString('hex', 28, 48), '0000000000000080ff3f11110000222200003333');
	t.is(bytes.readUInt16LE(8), 0xffff);
});

const nothing: user_x86_xsave_entry = {xstate_bv: 0xffffn, ymmh_space: [], bndreg_state: [], bndcsr_state: [], opmask_reg: [], zmm_upper: [], hi16_zmm: [], pkru: []};

test('XSAVE is as large as what the processor had, and says what that was', t => {
	for (const [parts, size, bits] of [
		[{}, 576, 0x3n],
		[{ymmh_space: [1]}, 832, 0x7n],
		[{ymmh_space: [1], bndreg_state: [1n], bndcsr_state: [1n]}, 1088, 0x1fn],
		[{ymmh_space: [1], opmask_reg: [1n], zmm_upper: [1n], hi16_zmm: [1n]}, 2688, 0xe7n],
		[{ymmh_space: [1], opmask_reg: [1n], zmm_upper: [1n], hi16_zmm: [1n], pkru: [0x5555_5554, 0]}, 2696, 0x2e7n],
	] as const) {
		const area = xsave({...none, xsave: {...nothing, ...parts}})!;
		t.is(area.length, size);
		t.deepEqual([area.readBigUInt64LE(464), area.readBigUInt64LE(512)], [bits, bits]);
	}

	t.is(xsave({...none, xsave: {...nothing, pkru: [0x5555_5554, 0]}})!.readUInt32LE(2688), 0x5555_5554);
	t.is(xsave(none), undefined);
});

test('an image with too much of something costs no other part', t => {
	const area = xsave({...none, st_space: Array.from({length: 100}, () => 7), xsave: {...nothing, ymmh_space: Array.from({length: 200}, () => 9)}})!;
	t.is(area.length, 832);
	t.deepEqual([area.readUInt32LE(156), area.readUInt32LE(160), area.readUInt32LE(828)], [7, 0, 9]);
});
