import test from 'ava';
import {parseJump, type Jump} from '../../../source/explorer/hex/jump.js';
import {openAddressSpace} from '../../../source/memory/open-address-space.js';
import type {AddressSpace} from '../../../source/memory/memory.js';
import {Untrusted} from '../../../source/text/untrusted.js';
import {fixtureImages} from '../../support/memory.js';

const cursor = 0x40_0010n;
let space: AddressSpace;
test.before(async () => {
	space = openAddressSpace(await fixtureImages('podman-zoo'), 1);
});

const vmas = () => Array.from({length: space.vmas.length}, (_, index) => space.vmas.at(index));
const jump = (typed: string): Jump => parseJump(typed, {
	space, cursor,
	mappingName: vma => vma.kind === 'file' ? Untrusted.from(vma.start === 0x40_0000n ? '/usr/bin/python3.11' : '/usr/lib/libbeef.so') : undefined,
	registers: (tid = 1) => tid > 2 ? undefined : [{name: 'rip', value: 0x42_2000n, bits: 64}, {name: 'rsp', value: tid === 1 ? 0x42_2040n : 0x42_2080n, bits: 64}],
});

test('an address is hexadecimal, with or without 0x', t => {
	t.deepEqual(jump('422010'), {address: 0x42_2010n});
	t.deepEqual(jump(' 0x422010 '), {address: 0x42_2010n});
	t.deepEqual(jump('ffffffffff600000'), {address: 0xffff_ffff_ff60_0000n});
});

test('an offset is from the cursor, decimal unless it says 0x', t => {
	t.deepEqual(jump('+0x100'), {address: cursor + 0x100n});
	t.deepEqual(jump('-16'), {address: cursor - 16n});
});

test('registers lead where they point', t => {
	t.deepEqual(jump('rip'), {address: 0x42_2000n, notice: '422000, rip of the main thread'});
	t.is(jump('pc').address, 0x42_2000n);
	t.is(jump('SP+8').address, 0x42_2048n);
	t.deepEqual(jump('sp 2 + 8'), {address: 0x42_2088n, notice: '422088, rsp of thread 2'});
	t.is(jump('rsp 3').error, 'there is no thread 3 in this process');
	t.is(jump('nonsense 3').error, 'no address, register or region is called nonsense 3');
});

test('regions are found by kind, by path and by the start of a file name', t => {
	t.is(jump('heap').address, vmas().find(vma => vma.kind === 'heap')!.start);
	t.is(jump('[stack]').address, vmas().find(vma => vma.kind === 'stack')!.start);
	t.is(jump('python').address, 0x40_0000n);
	t.is(jump('/usr/bin/py').address, 0x40_0000n);
	t.is(jump('heap+0x20').address, vmas().find(vma => vma.kind === 'heap')!.start + 0x20n);
	t.is(jump('libbeef').address, vmas().find(vma => vma.kind === 'file' && vma.start !== 0x40_0000n)!.start);
});

test('an address that is not mapped leads to the nearest that is, and says so', t => {
	t.deepEqual(jump('3ffff0'), {address: 0x40_0000n, notice: '3ffff0 is not mapped; this is the nearest address that is'});
	t.is(jump('-99999999999').address, 0x40_0000n);
	t.is(jump('ffffffffffffffff').address, vmas().at(-1)!.end - 1n);
	t.is(jump('10000000000000000').error, 'an address of this process has at most 16 hexadecimal digits');
});

test('what is none of these is said in one line, and harmless whatever was pasted', t => {
	t.is(jump('no such place').error, 'no address, register or region is called no such place');
	t.is(jump('x\u202Ey').error, 'no address, register or region is called x\\u{202e}y');
	t.is(jump('').error, 'an address, +offset, a register or the name of a region');
});
