import {spawnSync} from 'node:child_process';
import test from 'ava';
import {scratchFolder} from '../support/archives.js';
import {exportedCore} from '../support/elf-core.js';
import {expected, fixture} from '../support/fixtures.js';
import {find} from '../support/memory.js';
import {completeCheckpoint} from '../support/open-fixture.js';

const gdbTest = spawnSync('gdb', ['--version']).status === 0 ? test.serial : test.serial.skip;

/** What gdb says of a core when it is asked; files of this machine are not those of the process. */
function gdb(core: string, commands: readonly string[], root = scratchFolder()): string {
	const asked = commands.flatMap(command => ['-ex', command]);
	const {stdout, stderr} = spawnSync('gdb', ['-nx', '-batch', '-iex', `set sysroot ${root}`, '-c', core, ...asked], {encoding: 'utf8', maxBuffer: 1e9});
	return stdout + stderr;
}

type Registers = Readonly<Record<string, number | bigint | string>>;

function registersOf(name: string, tid: number): Registers {
	const {entries} = expected(name, `images/core-${tid}.img.json`) as {entries: [{thread_info: {gpregs: Registers}}]};
	return entries[0].thread_info.gpregs;
}

const segments = ['cs', 'ss', 'ds', 'es', 'fs', 'gs'];
const numbered = ['r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15'];
const general = ['ax', 'bx', 'cx', 'dx', 'si', 'di', 'bp', 'sp', 'ip'];

// gdb's names of registers, and those of the image.
type Names = ReadonlyArray<readonly [string, string]>;
const namesOf = (prefix: string, others: readonly string[]): Names => [
	...general.map(name => [`${prefix}${name}`, name] as const), ...others.map(name => [name, name] as const), ['eflags', 'flags'],
];
const wide = namesOf('r', [...numbered, ...segments, 'fs_base', 'gs_base']);
const narrow = namesOf('e', segments);

for (const [name, threads] of [['podman-zoo', 4], ['px-threads', 201], ['px-i386', 1]] as const) {
	gdbTest(`gdb: ${name} has its threads, each with the registers of its image`, async t => {
		const names = name === 'px-i386' ? narrow : wide;
		const {file, core} = await exportedCore(fixture(name), 1);
		const listed = [...gdb(file, ['info threads']).matchAll(/^[ *] +\d+ +LWP (?<tid>\d+) /gmv)].map(({groups}) => Number(groups!.tid));
		t.is(listed.length, threads);
		t.deepEqual(listed, [...core.threads.keys()]);
		const said = gdb(file, [`thread apply all -ascending info registers ${names.map(([register]) => register).join(' ')}`]);
		const byThread = said.split(/^Thread \d+ \(LWP (?=\d+\))/mv).slice(1);
		t.is(byThread.length, threads);
		for (const text of byThread) {
			const found = Object.fromEntries([...text.matchAll(/^(?<register>\w+) +(?<value>0x[\da-f]+) /gmv)].map(({groups}) => [groups!.register!, BigInt(groups!.value!)]));
			const registers = registersOf(name, Number(/^\d+/v.exec(text)![0]));
			t.deepEqual(found, Object.fromEntries(names.map(([register, image]) => [register, BigInt(registers[image]!)])));
		}
	});
}

for (const [name, marks] of [
	['podman-zoo', ['CROSS-PAGE-BOUNDARY-MARK', 'patched in place', 'posix shm marker 123', 'sysv shared memory marker', 'shared anonymous mapping marker!']],
	['px-threads', ['PLANT-THREAD-STACK-000', 'PLANT-THREAD-STACK-123', 'PLANT-THREAD-STACK-199']],
	['px-i386', ['PLANT-I386-HEAP-SECRET']],
] as const) {
	gdbTest(`gdb: ${name} has what was planted where it was, and no access to what is not known`, async t => {
		const checkpoint = await completeCheckpoint(fixture(name));
		const {memory} = checkpoint.process(1)!;
		const places = marks.map(mark => [mark, find(memory, mark)[0]!] as const);
		const missing = [...memory.runs(0n, 1n << 64n)].filter(({presence}) => presence === 'file' || presence === 'never-dumped');
		const zeros = [...memory.runs(0n, 1n << 64n)].filter(({presence}) => presence === 'zero');
		checkpoint.close();
		t.true(missing.length > 1 && zeros.length > 1);
		const {file} = await exportedCore(fixture(name), 1);
		const said = gdb(file, [
			...places.map(([, address]) => `x/s 0x${address.toString(16)}`),
			...[...zeros, ...missing].flatMap(({start, end}) => [`x/xb 0x${start.toString(16)}`, `x/xb 0x${(end - 1n).toString(16)}`]),
		]);
		for (const [mark, address] of places) {
			t.regex(said, new RegExp(`^0x${address.toString(16)}[^\\n]*:\\t"${mark}`, 'mv'));
		}

		for (const address of missing.flatMap(({start, end}) => [start, end - 1n])) {
			t.true(said.includes(`Cannot access memory at address 0x${address.toString(16)}\n`));
		}

		for (const address of zeros.flatMap(({start, end}) => [start, end - 1n])) {
			t.regex(said, new RegExp(`^0x${address.toString(16)}[^\\n]*:\\t0x00$`, 'mv'));
		}
	});
}
