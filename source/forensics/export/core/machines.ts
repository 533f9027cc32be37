import type {core_entry, thread_info_aarch64, thread_info_x86, user_desc_t} from '../../../criu/schema/messages.js';
import {is32Bit, machineName, machines} from '../../../checkpoint/registers.js';
import {array, packed, structure} from './layout.js';
import {noteTypes, type Note} from './notes.js';
import {fsave, fxsave, xsave} from './x86-floating-point.js';

/** How a core of an architecture looks. */
export type CoreMachine = {
	/** `e_machine`. */
	readonly number: number;
	/** Bytes of a `long`. */
	readonly wordSize: 4 | 8;
	/** Bytes of the user's id in NT_PRPSINFO. */
	readonly idSize: 2 | 4;
	/** The registers in the order of the kernel's `user_regs_struct`, by their names in `registersOf`. */
	readonly registers: readonly string[];
	/** The notes with the rest of a thread's registers. */
	notes(core: core_entry): Note[];
};

const words = (text: string) => text.split(' ');

const x86_64: CoreMachine = {
	number: 62,
	wordSize: 8,
	idSize: 4,
	registers: words('r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss fs_base gs_base ds es fs gs'),
	notes: ({thread_info: info}) => info === undefined ? [] : wideNotes(info),
};

const i386: CoreMachine = {
	number: 3,
	wordSize: 4,
	idSize: 2,
	registers: words('ebx ecx edx esi edi ebp eax ds es fs gs orig_eax eip cs eflags esp ss'),
	notes: ({thread_info: info}) => info === undefined ? [] : narrowNotes(info),
};

const aarch64: CoreMachine = {
	number: 183,
	wordSize: 8,
	idSize: 4,
	registers: [...Array.from({length: 31}, (_, index) => `x${index}`), 'sp', 'pc', 'pstate'],
	notes: ({ti_aarch64: info}) => info === undefined ? [] : armNotes(info),
};

/** How the core of a thread's process looks; the name of the architecture where that is not known. */
export function coreMachineOf(core: core_entry): CoreMachine | string {
	if (core.mtype === machines.x86) {
		return is32Bit(core) ? i386 : x86_64;
	}

	return core.mtype === machines.aarch64 ? aarch64 : machineName(core.mtype);
}

function wideNotes(info: thread_info_x86): Note[] {
	return [
		{name: 'CORE', type: noteTypes.fpregset, content: fxsave(info.fpregs)},
		...extendedState(info),
	];
}

function narrowNotes(info: thread_info_x86): Note[] {
	const {gpregs: {cs, ds}, fpregs, tls} = info;
	return [
		{name: 'CORE', type: noteTypes.fpregset, content: fsave(fpregs, Number(cs), Number(ds))},
		{name: 'LINUX', type: noteTypes.prxfpreg, content: fxsave(fpregs)},
		...extendedState(info),
		{name: 'LINUX', type: noteTypes.i386Tls, content: Buffer.concat(tls.map(entry => userDesc(entry)))},
	];
}

function armNotes({fpsimd: {vregs, fpsr, fpcr}, tls}: thread_info_aarch64): Note[] {
	return [
		{name: 'CORE', type: noteTypes.fpregset, content: Buffer.concat([packed(array(vregs, 8, 64)), structure({fpsr: [fpsr, 4], fpcr: [fpcr, 4], reserved: [0, 8]})])},
		{name: 'LINUX', type: noteTypes.armTls, content: packed([[tls, 8]])},
	];
}

function extendedState({fpregs}: thread_info_x86): Note[] {
	const content = xsave(fpregs);
	return content === undefined ? [] : [{name: 'LINUX', type: noteTypes.x86Xstate, content}];
}

/** `struct user_desc` of arch/x86/include/uapi/asm/ldt.h. */
function userDesc({entry_number, base_addr, limit, seg_32bit, contents_h, contents_l, read_exec_only, limit_in_pages, seg_not_present, usable}: user_desc_t): Buffer {
	const flags = [seg_32bit, contents_l, contents_h, read_exec_only, limit_in_pages, seg_not_present, usable];
	return structure({
		entry_number: [entry_number, 4],
		base_addr: [base_addr, 4],
		limit: [limit, 4],
		flags: [flags.reduce((bits, flag, index) => bits | Number(flag) << index, 0), 4],
	});
}
