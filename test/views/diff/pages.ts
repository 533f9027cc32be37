import test from 'ava';
import {PendingError} from '../../../source/archive/byte-source.js';
import type {AddressSpace} from '../../../source/memory/memory.js';
import {comparePages, type PageDifference} from '../../../source/views/diff/pages.js';
import {madeMemory, type MadeVma, type Part} from '../../support/made-memory.js';

const page = 4096;
const base = 0x7000_0000_0000n;

const filled = (...values: number[]) => Buffer.concat(values.map(value => Buffer.alloc(page, value)));
const absent = (presence: Exclude<Part, Uint8Array>['presence'], pages = 1): Part => ({presence, size: pages * page});

function compared(a: readonly MadeVma[] | AddressSpace, b: readonly MadeVma[] | AddressSpace, isPreDump = false): PageDifference {
	const space = (made: readonly MadeVma[] | AddressSpace) => Array.isArray(made) ? madeMemory(made as readonly MadeVma[]) : made as AddressSpace;
	const work = comparePages({a: {space: space(a), isMapped: !isPreDump}, b: {space: space(b), isMapped: true}});
	let step = work.next();
	while (!step.done) {
		step = work.next();
	}

	return step.value;
}

const mapping = (...parts: Part[]): MadeVma[] => [{start: base, parts}];
const counts = ({total}: PageDifference) => Object.fromEntries(Object.entries(total).filter(([, count]) => count > 0));
const ranges = ({mappings}: PageDifference) => mappings.flatMap(({changed}) => [...changed].map(([start, end]) => [Number(start - base) / page, Number(end - base) / page]));

test('pages that changed are counted, and told as ranges', t => {
	const found = compared(mapping(filled(1, 2, 3, 4, 5, 6)), mapping(filled(1, 9, 9, 4, 5, 9)));
	t.deepEqual(counts(found), {same: 3, changed: 3});
	t.deepEqual(ranges(found), [[1, 3], [5, 6]]);
});

test('one byte is enough, the first of a page or the last', t => {
	for (const at of [0, page - 1, page, 3 * page - 1]) {
		const bytes = filled(1, 1, 1);
		bytes[at] = 2;
		const found = compared(mapping(filled(1, 1, 1)), mapping(bytes));
		t.deepEqual(ranges(found), [[Math.floor(at / page), Math.floor(at / page) + 1]], `${at}`);
		t.deepEqual(counts(found), {same: 2, changed: 1});
	}
});

test('more than is read at once is compared to its end', t => {
	const large = Buffer.alloc(700 * page, 7);
	const changed = Buffer.from(large);
	for (const at of [255, 256, 511, 699]) {
		changed[at * page + 17] = 8;
	}

	const found = compared(mapping(large), mapping(changed));
	t.deepEqual(ranges(found), [[255, 257], [511, 512], [699, 700]]);
	t.deepEqual(counts(found), {same: 696, changed: 4});
});

test('a page that was never touched reads as zeros', t => {
	const found = compared(mapping(absent('zero', 4)), mapping(filled(0), absent('zero'), filled(1, 0)));
	t.deepEqual(counts(found), {same: 2, changed: 1});
	t.deepEqual(ranges(found), [[2, 3]]);
	t.deepEqual(counts(compared(mapping(absent('zero', 1 << 20)), mapping(absent('zero', 1 << 20)))), {}, 'of pages that neither side touched there is nothing to tell');
});

test('a page without its bytes is unknown, whatever the other side has', t => {
	for (const presence of ['lazy', 'parent-missing', 'truncated', 'encoded', 'damaged'] as const) {
		for (const [a, b] of [[absent(presence), filled(0)], [filled(0), absent(presence)], [absent(presence), absent(presence)], [absent(presence), absent('zero')], [absent('file'), absent(presence)]] as const) {
			const found = compared(mapping(filled(1), a), mapping(filled(1), b));
			t.deepEqual(counts(found), {same: 1, unknown: 1, lost: 1}, presence);
			t.deepEqual(ranges(found), []);
		}
	}

	t.deepEqual(counts(compared(mapping(absent('file', 2), absent('never-dumped')), mapping(absent('file', 2), absent('never-dumped')))), {unknown: 3, outside: 3});
	const written = compared(mapping(absent('file', 2)), mapping(absent('file'), filled(1)));
	t.deepEqual(counts(written), {unknown: 2, outside: 1});
	t.deepEqual(written.unknown, [{a: 'file', b: 'file', pages: 1}, {a: 'file', b: 'dumped', pages: 1}]);
	t.is(written.mappings.length, 1);
});

test('what only one side has mapped is counted where it has pages', t => {
	const found = compared(
		[{start: base, parts: [filled(1, 2)]}, {start: base + 0x10_0000n, parts: [filled(3), absent('zero', 100)]}],
		[{start: base, parts: [filled(1)]}, {start: base + 0x20_0000n, parts: [filled(4, 5, 6)]}],
	);
	t.deepEqual(counts(found), {same: 1, onlyA: 2, onlyB: 3});
	t.deepEqual(found.mappings.map(({side, vma, counts: {onlyA, onlyB}}) => [side, vma, onlyA, onlyB]), [['a', 0, 1, 0], ['a', 1, 1, 0], ['b', 1, 0, 3]]);
});

test('a dump that does not say where mappings are has not lost what it lacks', t => {
	const found = compared(mapping(filled(1)), mapping(filled(1, 2), absent('zero')), true);
	t.deepEqual(counts(found), {same: 1, unknown: 1});
	t.deepEqual(found.unknown, [{a: 'unmapped', b: 'dumped', pages: 1}]);
});

test('a page of which a part is lost is not compared', t => {
	const half = Buffer.alloc(page / 2, 9);
	const found = compared(mapping(filled(1), half, {presence: 'truncated', size: page / 2 + page}), mapping(filled(1, 2, 3)));
	t.deepEqual(counts(found), {same: 1, unknown: 2, lost: 2});
	t.deepEqual(ranges(found), []);
});

test('mappings that only hold what is the same, or in no dump, are left out', t => {
	const found = compared(
		[{start: base, parts: [filled(1)]}, {start: base + 0x10_0000n, parts: [absent('file')]}, {start: base + 0x20_0000n, parts: [filled(2)]}],
		[{start: base, parts: [filled(1)]}, {start: base + 0x10_0000n, parts: [absent('file')]}, {start: base + 0x20_0000n, parts: [filled(3)]}],
	);
	t.deepEqual(found.mappings.map(({vma}) => vma), [2]);
});

test('what is still to come is waited for, not guessed', t => {
	const space: AddressSpace = {...madeMemory(mapping(filled(1))), read() {
		throw new PendingError('pages-1.img');
	}};
	t.throws(() => compared(space, mapping(filled(1))), {instanceOf: PendingError});
});
