import test from 'ava';
import {hexLayout} from '../../../source/explorer/hex/hex-layout.js';
import {HexLines, type Line} from '../../../source/explorer/hex/hex-lines.js';
import {hexRows} from '../../../source/explorer/hex/hex-rows.js';
import {hexReducer, hexStart} from '../../../source/explorer/hex/hex-state.js';
import {madeMemory} from '../../support/made-memory.js';

const page = 4096;
const noise = (size: number) => Uint8Array.from({length: size}, (_, index) => (index * 31 + (index >>> 8) * 7) & 0xFF);

function down(lines: HexLines): Line[] {
	const all: Line[] = [];
	for (let line: Line | undefined = lines.at(lines.start); line !== undefined; line = lines.after(line)) {
		all.push(line);
	}

	return all;
}

function up(lines: HexLines): Line[] {
	const all: Line[] = [];
	for (let line: Line | undefined = lines.at(lines.end - 1n); line !== undefined; line = lines.before(line)) {
		all.push(line);
	}

	return all.reverse();
}

const shape = (all: readonly Line[]) => all.map(line => `${line.kind} ${line.start.toString(16)}-${line.end.toString(16)}`);

test('memory is cut into rows, folded stretches and gaps without a hole', t => {
	const lines = new HexLines(madeMemory([
		{start: 0x1000n, parts: [noise(32), new Uint8Array(page - 64), noise(32)]},
		{start: 0x2000n, parts: [{presence: 'zero', size: 3 * page}]},
		{start: 0x9000n, parts: [{presence: 'file', size: page}, noise(16), {presence: 'file', size: 2 * page - 16}]},
		{start: 0xffff_ffff_ff60_0000n, parts: [{presence: 'never-dumped', size: page}], kind: 'vsyscall'},
	]), 16);
	t.deepEqual(shape(down(lines)), [
		'row 1000-1010',
		'row 1010-1020',
		'row 1020-1030',
		'repeat 1030-1fe0',
		'row 1fe0-1ff0',
		'row 1ff0-2000',
		'absent 2000-5000',
		'gap 5000-9000',
		'absent 9000-a000',
		'row a000-a010',
		'absent a010-c000',
		'gap c000-ffffffffff600000',
		'absent ffffffffff600000-ffffffffff601000',
	]);
	t.deepEqual(up(lines), down(lines));
});

test('any address inside a line leads to that line', t => {
	const lines = new HexLines(madeMemory([
		{start: 0x1000n, parts: [noise(48), new Uint8Array(page - 48), {presence: 'lazy', size: 7 * page}, noise(page), {presence: 'zero', size: page}]},
		{start: 0x8000_0000n, parts: [noise(page)]},
	]), 16);
	for (const line of down(lines)) {
		const middle = line.start + (line.end - line.start) / 2n;
		t.deepEqual([lines.at(line.start), lines.at(middle), lines.at(line.end - 1n)], [line, line, line]);
	}
});

test('rows fold only when every byte is equal', t => {
	const bytes = new Uint8Array(page);
	bytes[2048 + 7] = 1;
	const lines = new HexLines(madeMemory([{start: 0n, parts: [bytes]}]), 16);
	t.deepEqual(shape(down(lines)), ['row 0-10', 'repeat 10-800', 'row 800-810', 'row 810-820', 'repeat 820-1000']);
});

test('equal bytes of another presence do not fold into one line', t => {
	const lines = new HexLines(madeMemory([{start: 0n, parts: [new Uint8Array(page), {presence: 'zero', size: page}, new Uint8Array(page)]}]), 16);
	t.deepEqual(shape(down(lines)), ['row 0-10', 'repeat 10-1000', 'absent 1000-2000', 'row 2000-2010', 'repeat 2010-3000']);
});

test('a stretch that is cut off in the middle of a row shares that row', t => {
	const lines = new HexLines(madeMemory([{start: 0n, parts: [noise(20), {presence: 'truncated', size: page - 20}]}]), 16);
	t.deepEqual(shape(down(lines)), ['row 0-10', 'row 10-20', 'absent 20-1000']);
	t.deepEqual(up(lines), down(lines));
});

test('a fold ends at each mebibyte, so that walking up meets the same lines', t => {
	const lines = new HexLines(madeMemory([{start: 0xf_f000n, parts: [new Uint8Array(2 * page)]}]), 32);
	t.deepEqual(shape(down(lines)), ['row ff000-ff020', 'repeat ff020-100000', 'row 100000-100020', 'repeat 100020-101000']);
	t.deepEqual(up(lines), down(lines));
});

test('a process without memory has no lines', t => {
	const lines = new HexLines(madeMemory([]), 16);
	t.true(lines.empty);
	t.deepEqual(lines.from(0n, 10), []);
});

test('to go anywhere is to read the page that is there', t => {
	const pages = 512;
	const memory = madeMemory([{start: 0n, parts: [noise(pages * page)]}]);
	const read = new Set<bigint>();
	const counted = {...memory, read(address: bigint, target: Uint8Array) {
		for (let byte = address; byte < address + BigInt(target.length); byte += 16n) {
			read.add(byte / BigInt(page));
		}

		return memory.read(address, target);
	}};
	for (const number of [300, 3, 511, 256]) {
		read.clear();
		const cursor = BigInt(number * page + page / 2);
		const {top} = hexReducer(hexStart(new HexLines(counted, 16), 40, cursor), {type: 'go', address: cursor});
		hexRows({lines: new HexLines(counted, 16), layout: hexLayout(100, 8), top, height: 40, cursor, column: 'hex', mappingName: () => undefined, unicode: true});
		t.deepEqual([...read], [BigInt(number)]);
	}
});
