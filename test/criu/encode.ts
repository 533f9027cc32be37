import test from 'ava';
import {decodeMessage} from '../../source/criu/decode.js';
import {encodeMessage} from '../../source/criu/encode.js';
import {messageNames, planOf, type Field} from '../../source/criu/schema.js';
import type {Messages} from '../../source/criu/schema/messages.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {messageBytes} from '../support/image-file.js';

const roundTrip = <T extends keyof Messages>(type: T, bytes: Uint8Array) => Buffer.from(encodeMessage(type, decodeMessage(type, bytes).message));

// Values at the edges of each kind of field; messages only as deep as it takes to see each once.
function valuesOf(type: keyof Messages, edge: number, depth = 0): Record<string, unknown> {
	return Object.fromEntries(planOf(type).ordered.filter(({kind}) => kind !== 'message' || depth < 6).map(field => {
		const value = field.kind === 'message' ? valuesOf(field.message!, edge, depth + 1) : edges[field.kind][edge];
		return [field.name, field.repeated ? [value, value] : value];
	}));
}

const edges: Record<Exclude<Field['kind'], 'message'>, readonly [unknown, unknown, unknown]> = {
	bool: [false, true, true],
	int32: [0, 0x7fff_ffff, -0x8000_0000],
	uint32: [0, 0x8000_0000, 0xffff_ffff],
	sint32: [0, 0x7fff_ffff, -0x8000_0000],
	fixed32: [0, 1, 0xffff_ffff],
	int64: [0n, 0x7fff_ffff_ffff_ffffn, -0x8000_0000_0000_0000n],
	uint64: [0n, 0x1_0000_0000n, 0xffff_ffff_ffff_ffffn],
	sint64: [0n, 0x7fff_ffff_ffff_ffffn, -0x8000_0000_0000_0000n],
	fixed64: [0n, 1n, 0xffff_ffff_ffff_ffffn],
	bytes: [new Uint8Array(0), Uint8Array.of(0), Uint8Array.from({length: 200}, (_, byte) => byte)],
	text: [new Uint8Array(0), Buffer.from('text'), Uint8Array.of(0xff, 0)],
};

for (const edge of [0, 1, 2]) {
	test(`every message is written as another encoder writes it (${['least', 'middle', 'extreme'][edge]!} values)`, t => {
		for (const type of messageNames) {
			const bytes = messageBytes(type, valuesOf(type, edge));
			const {message, defect} = decodeMessage(type, bytes);
			t.is(defect, undefined, type);
			t.deepEqual(Buffer.from(encodeMessage(type, message)), Buffer.from(bytes), type);
		}
	});
}

const file = {id: 7, flags: 0, pos: 1n, build_id: [], fown: {uid: 0, euid: 0, signum: 0, pid_type: 0, pid: 0}, name: new Untrusted(Buffer.from('/a'))};

test('fields stand in the order of their numbers, whatever the object\'s', t => {
	const {name, fown, ...rest} = file;
	t.deepEqual(encodeMessage('reg_file_entry', {name, fown, ...rest}), encodeMessage('reg_file_entry', file));
});

test('a field that may be absent is written only when it is there', t => {
	t.deepEqual([...encodeMessage('inventory_entry', {img_version: 2})], [8, 2]);
	t.deepEqual([...encodeMessage('inventory_entry', {img_version: 2, fdinfo_per_id: false})], [8, 2, 16, 0]);
});

test('lists are packed where the schema says so', t => {
	t.deepEqual([...encodeMessage('pagemap_blocks', {block_sizes: [1, 300], total_payload_size: 2n, pages_per_block: 1})], [10, 3, 1, 0xac, 2, 16, 2, 24, 1]);
	t.deepEqual([...encodeMessage('pagemap_blocks', {block_sizes: [], total_payload_size: 2n, pages_per_block: 1})], [16, 2, 24, 1]);
	t.deepEqual([...encodeMessage('pstree_entry', {ppid: 3, threads: [1, 2], ns_pid: [], ns_pgid: [], ns_sid: [], tids: []})], [2 << 3, 3, 5 << 3, 1, 5 << 3, 2]);
});

test('fields of a newer CRIU stand among the others by their numbers', t => {
	const [id, newer, fown, newest] = [[1 << 3, 7], [3 << 3, 1], [5 << 3 | 2, 10, 8, 0, 16, 0, 24, 0, 32, 0, 40, 0], [0xfa, 0x7f, 3, 1, 2, 3]].map(field => Uint8Array.from(field));
	const bytes = Buffer.concat([id!, newer!, fown!, newest!]);
	t.deepEqual(roundTrip('ext_file_entry', bytes), bytes);
	const {message} = decodeMessage('ext_file_entry', bytes);
	t.deepEqual(Buffer.from(encodeMessage('ext_file_entry', {...message, $unknown: [newest!, newer!]})), bytes);
});

test('fields of a newer CRIU keep their order where their number is one', t => {
	const bytes = Uint8Array.of(8, 5, 80, 3, 80, 2, 80, 1);
	t.deepEqual([...roundTrip('pagemap_head', bytes)], [...bytes]);
});

test('fields of a newer CRIU are kept in nested messages', t => {
	const fown = Buffer.concat([messageBytes('fown_entry', file.fown), Uint8Array.of(0xf8, 1, 9)]);
	const {message} = decodeMessage('fown_entry', fown);
	const bytes = encodeMessage('reg_file_entry', {...file, fown: message});
	t.deepEqual(decodeMessage('reg_file_entry', bytes).message.fown.$unknown!.map(field => [...field]), [[0xf8, 1, 9]]);
	t.deepEqual(roundTrip('reg_file_entry', bytes), Buffer.from(bytes));
});
