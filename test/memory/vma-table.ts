import test from 'ava';
import {openAddressSpace} from '../../source/memory/open-address-space.js';
import {bytesOf, find, fixtureImages, madeVmas, mappingsOf, presenceOfPages} from '../support/memory.js';

test('every address of 20,013 mappings is found, and no other', async t => {
	const {vmas} = openAddressSpace(await fixtureImages('px-vmas'), 1);
	t.is(vmas.length, 20_012);
	let end = 0n;
	for (let index = 0; index < vmas.length; index++) {
		const vma = vmas.at(index);
		t.is(vmas.find(vma.start - 1n), vma.start > end ? -1 : index - 1);
		t.is(vmas.find(vma.start), index);
		t.is(vmas.find(vma.end - 1n), index);
		end = vma.end;
	}

	t.is(vmas.find(end), -1);
	t.is(vmas.find(0n), -1);
});

test('in a sparse mapping each page is dumped or zero by itself', async t => {
	const space = openAddressSpace(await fixtureImages('px-vmas'), 1);
	const [first] = find(space, 'PLANT-SPARSE-00000');
	const vma = space.vmas.at(space.vmas.find(first!));
	const presence = presenceOfPages(space, vma.start, vma.end);
	t.is(presence.length, 3000);
	for (const [page, value] of presence.entries()) {
		const address = vma.start + BigInt(page) * 4096n;
		const text = bytesOf(space, address, address + 18n).toString();
		t.deepEqual([value, text], page % 3 === 0 ? ['dumped', `PLANT-SPARSE-${String(page).padStart(5, '0')}`] : ['zero', '\0'.repeat(18)]);
	}

	t.deepEqual(space.pages(vma.index), {dumped: 1000, parent: 0, lazy: 0, shared: 0, lost: 0});
});

test('the addresses of a 32-bit process are cut to 32 bits', async t => {
	const space = openAddressSpace(await fixtureImages('px-i386'), 1);
	t.is(space.wordSize, 4);
	t.is(mappingsOf(space).at(-1)!.end, 0xFF_BC_80_00n);
	const [secret] = find(space, 'PLANT-I386-HEAP-SECRET');
	t.is(space.vmas.at(space.vmas.find(secret!)).kind, 'heap');
});

test('guard regions stand beside the mappings they lie in, and hold nothing', async t => {
	const space = openAddressSpace(await fixtureImages('podman-zoo'), 1);
	t.is(space.vmas.guards.length, 3);
	for (const guard of space.vmas.guards) {
		const stack = space.vmas.at(space.vmas.find(guard.start));
		t.is(stack.kind, 'anonymous');
		t.is(stack.start, guard.start);
		t.deepEqual(presenceOfPages(space, guard.start, guard.end), ['never-dumped']);
		t.not(presenceOfPages(space, guard.end, guard.end + 4096n)[0], 'never-dumped');
	}
});

test('what a mapping is decides what its pages outside the dump are', async t => {
	const space = openAddressSpace(await fixtureImages('podman-zoo'), 1);
	const answers = new Map<string, Set<string>>();
	for (const {start, end, kind, shared, flags} of mappingsOf(space)) {
		const key = `${(flags & 0xF) === 8 ? 'droppable ' : ''}${kind}${shared ? ' shared' : ''}`;
		answers.set(key, new Set([...answers.get(key) ?? [], ...presenceOfPages(space, start, end)].sort()));
	}

	t.deepEqual(Object.fromEntries([...answers].map(([key, value]) => [key, [...value].join(' ')])), {
		anonymous: 'dumped never-dumped zero',
		'droppable anonymous': 'never-dumped',
		file: 'dumped file',
		// The shared file of /dev/shm, and one that is not.
		'file shared': 'never-dumped shared',
		heap: 'dumped zero',
		'memfd shared': 'shared zero',
		stack: 'dumped zero',
		'sysv shared': 'shared zero',
		vdso: 'dumped',
		vsyscall: 'never-dumped',
		vvar: 'never-dumped',
	});
});

test('mappings out of order or over each other still give each address one answer', t => {
	const vmas = madeVmas({status: [1 << 9, 1 << 9, 1 << 9], start: [0x5000, 0x1000, 0x2000], length: 0x2000});
	t.deepEqual([0n, 0x1000n, 0x1FFFn, 0x2000n, 0x3FFFn, 0x4000n, 0x5000n, 0x6FFFn, 0x7000n].map(address => vmas.find(address)), [-1, 0, 0, 1, 1, -1, 2, 2, -1]);
});

test('addresses that a 32-bit dumper has sign-extended are cut', t => {
	const vmas = madeVmas({status: [1 << 9], start: [2 ** 64 - 0x2000], length: 0x2000, narrow: true});
	t.deepEqual([vmas.at(0).start, vmas.at(0).end, vmas.find(0xFFFF_E000n), vmas.find(0xFFFF_FFFFn)], [0xFFFF_E000n, 0x1_0000_0000n, 0, 0]);
});
