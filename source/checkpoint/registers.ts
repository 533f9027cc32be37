import type {core_entry} from '../criu/schema/messages.js';
import type {Register} from './model.js';

/** The general registers of a thread, in the order that debuggers of the architecture use. */
export type RegisterSet = {
	readonly registers: readonly Register[];
	readonly programCounter?: bigint;
	readonly stackPointer?: bigint;
};

/** The core's `mtype`. */
export const machines = {x86: 1, arm: 2, aarch64: 3, ppc64: 4, s390: 5, mips: 6, loongarch64: 7, riscv64: 8} as const;

const machineNames: Readonly<Record<number, string>> = {1: 'x86_64', 2: 'arm', 3: 'aarch64', 4: 'ppc64', 5: 's390x', 6: 'mips', 7: 'loongarch64', 8: 'riscv64'};

const compatMode = 2;

/** The thread is a 32-bit one. */
export function is32Bit(core: core_entry): boolean {
	return core.mtype === machines.arm || (core.mtype === machines.x86 && core.thread_info?.gpregs.mode === compatMode);
}

/** The architecture's name as `uname -m` says it. */
export function machineName(machine: number): string {
	return machineNames[machine] ?? `machine ${machine}`;
}

/** The registers that the core holds; none for an architecture that is not known, or a task that is dead. */
export function registersOf(core: core_entry): RegisterSet {
	return x86(core) ?? arm(core) ?? aarch64(core) ?? ppc64(core) ?? s390(core) ?? mips(core) ?? loongarch64(core) ?? riscv64(core) ?? {registers: []};
}

type Values = Readonly<Record<string, bigint | number>>;

function set(values: Values, programCounter: bigint | number, stackPointer: bigint | number | undefined, bits: 32 | 64, narrow: Readonly<Record<string, 16 | 32>> = {}): RegisterSet {
	const exact = (value: bigint | number, width: number) => BigInt.asUintN(width, BigInt(value));
	return {
		registers: Object.entries(values).map(([name, value]) => ({name, value: exact(value, narrow[name] ?? bits), bits: narrow[name] ?? bits})),
		programCounter: exact(programCounter, bits),
		...(stackPointer !== undefined && {stackPointer: exact(stackPointer, bits)}),
	};
}

function numbered(prefix: string, values: readonly bigint[]): Record<string, bigint> {
	return Object.fromEntries(values.map((value, index) => [`${prefix}${index}`, value]));
}

function x86({thread_info: info}: core_entry): RegisterSet | undefined {
	if (info === undefined) {
		return undefined;
	}

	const {ax, bx, cx, dx, si, di, bp, sp, ip, flags, cs, ss, ds, es, fs, gs, orig_ax, fs_base, gs_base, r8, r9, r10, r11, r12, r13, r14, r15} = info.gpregs;
	const segments = {cs, ss, ds, es, fs, gs};
	const narrow = {cs: 16, ss: 16, ds: 16, es: 16, fs: 16, gs: 16} as const;
	return info.gpregs.mode === compatMode
		? set({eax: ax, ebx: bx, ecx: cx, edx: dx, esi: si, edi: di, ebp: bp, esp: sp, eip: ip, eflags: flags, ...segments, orig_eax: orig_ax}, ip, sp, 32, narrow)
		: set({rax: ax, rbx: bx, rcx: cx, rdx: dx, rsi: si, rdi: di, rbp: bp, rsp: sp, r8, r9, r10, r11, r12, r13, r14, r15, rip: ip, eflags: flags, ...segments, fs_base, gs_base, orig_rax: orig_ax}, ip, sp, 64, {...narrow, eflags: 32});
}

function arm({ti_arm: info}: core_entry): RegisterSet | undefined {
	if (info === undefined) {
		return undefined;
	}

	const {r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, fp, ip, sp, lr, pc, cpsr, orig_r0} = info.gpregs;
	return set({r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, fp, ip, sp, lr, pc, cpsr, orig_r0, tls: info.tls}, pc, sp, 32);
}

function aarch64({ti_aarch64: info}: core_entry): RegisterSet | undefined {
	if (info === undefined) {
		return undefined;
	}

	const {regs, sp, pc, pstate} = info.gpregs;
	return set({...numbered('x', regs), sp, pc, pstate, tpidr_el0: info.tls}, pc, sp, 64);
}

function ppc64({ti_ppc64: info}: core_entry): RegisterSet | undefined {
	if (info === undefined) {
		return undefined;
	}

	const {gpr, nip, msr, ccr, link, ctr, xer, orig_gpr3, trap} = info.gpregs;
	return set({...numbered('r', gpr), pc: nip, msr, cr: ccr, lr: link, ctr, xer, orig_r3: orig_gpr3, trap}, nip, gpr[1], 64);
}

function s390({ti_s390: info}: core_entry): RegisterSet | undefined {
	if (info === undefined) {
		return undefined;
	}

	const {psw_mask, psw_addr, gprs, acrs, orig_gpr2, system_call} = info.gpregs;
	const access = Object.fromEntries(acrs.map((value, index) => [`acr${index}`, value]));
	const narrow = Object.fromEntries(['system_call', ...Object.keys(access)].map(name => [name, 32 as const]));
	return set({pswm: psw_mask, pswa: psw_addr, ...numbered('r', gprs), ...access, orig_r2: orig_gpr2, system_call}, psw_addr, gprs[15], 64, narrow);
}

function mips({ti_mips: info}: core_entry): RegisterSet | undefined {
	if (info === undefined) {
		return undefined;
	}

	const {lo, hi, cp0_epc, cp0_badvaddr, cp0_status, cp0_cause, $unknown, ...general} = info.gpregs;
	return set({...general, lo, hi, pc: cp0_epc, badvaddr: cp0_badvaddr, status: cp0_status, cause: cp0_cause, tls: info.tls}, cp0_epc, general.r29, 64);
}

function loongarch64({ti_loongarch64: info}: core_entry): RegisterSet | undefined {
	if (info === undefined) {
		return undefined;
	}

	const {regs, pc} = info.gpregs;
	return set({...numbered('r', regs), pc}, pc, regs[3], 64);
}

function riscv64({ti_riscv64: info}: core_entry): RegisterSet | undefined {
	if (info === undefined) {
		return undefined;
	}

	const {$unknown, ...general} = info.gpregs;
	return set(general, general.pc, general.sp, 64);
}
