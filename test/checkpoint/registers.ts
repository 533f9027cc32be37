import test from 'ava';
import {messageBytes} from '../support/image-file.js';
import {decodeMessage} from '../../source/criu/decode.js';
import {is32Bit, machineName, registersOf} from '../../source/checkpoint/registers.js';
import {processOf, processTable} from '../support/process-table.js';

function valuesOf(registers: ReadonlyArray<{name: string; value: bigint}>): Record<string, bigint> {
	return Object.fromEntries(registers.map(({name, value}) => [name, value]));
}

function coreOf(values: object) {
	return decodeMessage('core_entry', messageBytes('core_entry', values)).message;
}

test('podman-zoo: x86-64', async t => {
	const [leader] = processOf(await processTable('podman-zoo'), 1).threads;
	const values = valuesOf(leader!.registers);
	t.is(values.rip, 139_842_406_756_092n);
	t.is(values.r14, 18_446_744_073_709_551_592n);
	t.is(values.orig_rax, 230n);
	t.is(values.fs_base, 139_842_406_109_696n);
	t.deepEqual([leader!.programCounter, leader!.stackPointer], [values.rip, values.rsp]);
	t.deepEqual(leader!.registers.filter(({bits}) => bits === 16).map(({name}) => name), ['cs', 'ss', 'ds', 'es', 'fs', 'gs']);
});

test('px-i386: a 32-bit process on a 64-bit machine has 32-bit registers', async t => {
	const process = processOf(await processTable('px-i386'), 1);
	const [leader] = process.threads;
	const values = valuesOf(leader!.registers);
	t.is(values.eip, 4_160_558_567n);
	t.is(values.esp, 4_290_536_400n);
	t.is(values.gs, 99n);
	t.false('r8' in values);
	t.is(leader!.programCounter, values.eip);
});

test('px-threads: 201 threads, each with its name and where it was', async t => {
	const {threads} = processOf(await processTable('px-threads'), 1);
	t.is(threads.length, 201);
	t.is(threads.filter(({name}) => /^pool-\d{3}\/é$/v.test(String(name))).length, 200);
	t.is(new Set(threads.map(({stackPointer}) => stackPointer)).size, 201);
});

const words = (count: number) => Array.from({length: count}, (_, index) => BigInt(index) + 0x100n);

const others: ReadonlyArray<readonly [machine: string, core: object, pc: bigint, sp: bigint, some: Record<string, bigint>]> = [
	['aarch64', {mtype: 3, ti_aarch64: {clear_tid_addr: 0n, tls: 7n, gpregs: {regs: words(31), sp: 2n, pc: 3n, pstate: 4n}}}, 3n, 2n, {x0: 0x100n, x30: 0x11en, tpidr_el0: 7n}],
	['arm', {mtype: 2, ti_arm: {clear_tid_addr: 0n, tls: 7, gpregs: {r0: 1, sp: 0xbe_ff_00_00, pc: 0x80_00, lr: 5}}}, 0x80_00n, 0xbe_ff_00_00n, {r0: 1n, lr: 5n}],
	['ppc64', {mtype: 4, ti_ppc64: {clear_tid_addr: 0n, gpregs: {gpr: words(32), nip: 9n, link: 8n}}}, 9n, 0x101n, {r31: 0x11fn, lr: 8n}],
	['s390x', {mtype: 5, ti_s390: {clear_tid_addr: 0n, gpregs: {psw_mask: 1n, psw_addr: 6n, gprs: words(16), acrs: [3], orig_gpr2: 0n, system_call: 4}}}, 6n, 0x10fn, {r15: 0x10fn, acr0: 3n, system_call: 4n}],
	['mips', {mtype: 6, ti_mips: {clear_tid_addr: 0n, tls: 0n, gpregs: {r29: 0x7f_00n, r31: 2n, cp0_epc: 0x40_00n}}}, 0x40_00n, 0x7f_00n, {r31: 2n, pc: 0x40_00n}],
	['loongarch64', {mtype: 7, ti_loongarch64: {clear_tid_addr: 0n, tls: 0n, gpregs: {regs: words(32), pc: 5n}}}, 5n, 0x103n, {r3: 0x103n}],
	['riscv64', {mtype: 8, ti_riscv64: {clear_tid_addr: 0n, tls: 0n, gpregs: {pc: 5n, sp: 6n, ra: 7n, a0: 8n, t6: 9n}}}, 5n, 6n, {ra: 7n, a0: 8n, t6: 9n}],
];

for (const [machine, values, pc, sp, some] of others) {
	test(`${machine}: the registers, the program counter and the stack pointer`, t => {
		const core = coreOf(values);
		const {registers, programCounter, stackPointer} = registersOf(filled(core));
		t.is(machineName(core.mtype), machine);
		t.is(is32Bit(core), machine === 'arm');
		t.deepEqual([programCounter, stackPointer], [pc, sp]);
		t.like(valuesOf(registers), some);
		t.true(registers.length > 16);
	});
}

test('an architecture that is not known has no registers, and keeps its number', t => {
	t.deepEqual(registersOf(coreOf({mtype: 77})), {registers: []});
	t.is(machineName(77), 'machine 77');
});

/** Real cores have every register: the ones a test doesn't name are 0. */
function filled<T extends object>(core: T): T {
	const registers: Record<string, {gpregs: Record<string, unknown>}> = core as never;
	for (const [field, names] of Object.entries({
		ti_arm: ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9', 'r10', 'fp', 'ip', 'cpsr', 'orig_r0'],
		ti_ppc64: ['msr', 'orig_gpr3', 'ctr', 'xer', 'ccr', 'trap'],
		ti_mips: [...Array.from({length: 32}, (_, index) => `r${index}`), 'lo', 'hi', 'cp0_badvaddr', 'cp0_status', 'cp0_cause'],
		ti_riscv64: ['gp', 'tp', 't0', 't1', 't2', 's0', 's1', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11', 't3', 't4', 't5'],
	})) {
		for (const name of names) {
			if (registers[field] !== undefined) {
				registers[field].gpregs[name] ??= 0n;
			}
		}
	}

	return core;
}
