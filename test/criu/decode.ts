import test from 'ava';
import {decodeMessage} from '../../source/criu/decode.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {messageBytes} from '../support/image-file.js';

const fown = {uid: 0, euid: 0, signum: 0, pid_type: 0, pid: 0};
const file = {id: 7, flags: 0o100000, pos: 0xffff_ffff_ffff_fff0n, fown, name: Buffer.from('/a\xffb', 'latin1')};

test('values come in the types that hold them', t => {
	const {message, defect} = decodeMessage('reg_file_entry', messageBytes('reg_file_entry', {...file, ext: true, build_id: [1, 0xffff_ffff]}));
	t.is(defect, undefined);
	t.deepEqual(message, {id: 7, flags: 0o100000, pos: 0xffff_ffff_ffff_fff0n, fown, name: new Untrusted(file.name), ext: true, build_id: [1, 0xffff_ffff]});
});

test('signed numbers keep their sign', t => {
	t.is(decodeMessage('vma_entry', messageBytes('vma_entry', {fd: -2n})).message.fd, -2n);
	t.is(decodeMessage('sysctl_entry', messageBytes('sysctl_entry', {type: 1, iarg: -1})).message.iarg, -1);
});

test('lists may be packed or not', t => {
	const plain = Buffer.concat([Buffer.from([8, 1]), ...[5, 6].map(value => Buffer.from([5 << 3, value]))]);
	const packed = Buffer.from([8, 1, 5 << 3 | 2, 2, 5, 6]);
	t.deepEqual(decodeMessage('pstree_entry', plain).message.threads, [5, 6]);
	t.deepEqual(decodeMessage('pstree_entry', packed).message, decodeMessage('pstree_entry', plain).message);
});

test('fields of a newer CRIU survive, wherever they are', t => {
	const unknown = Buffer.from([0xfa, 0x7f, 3, 1, 2, 3]);
	const nested = Buffer.concat([messageBytes('fown_entry', fown), unknown]);
	const {fown: _, ...rest} = file;
	const bytes = Buffer.concat([messageBytes('reg_file_entry', rest), Buffer.from([5 << 3 | 2, nested.length]), nested, unknown]);
	const {message, defect} = decodeMessage('reg_file_entry', bytes);
	t.is(defect, undefined);
	t.deepEqual(message.$unknown, [unknown]);
	t.deepEqual(message.fown, {...fown, $unknown: [unknown]});
});

test('an enum\'s value may be newer than the schema', t => {
	const {message, defect} = decodeMessage('fdinfo_entry', messageBytes('fdinfo_entry', {id: 1, flags: 0, type: 4242, fd: 3}));
	t.is(defect, undefined);
	t.is(message.type, 4242);
});

test('a known field of another form is kept as unknown', t => {
	const bytes = Buffer.concat([messageBytes('pagemap_head', {pages_id: 5}), Buffer.from([1 << 3 | 2, 1, 0])]);
	const {message} = decodeMessage('pagemap_head', bytes);
	t.is(message.pages_id, 5);
	t.deepEqual(message.$unknown, [Uint8Array.of(10, 1, 0)].map(piece => Buffer.from(piece)));
});

test('a missing required field is said, and the rest is there', t => {
	const {name, ...rest} = file;
	const {message, defect} = decodeMessage('reg_file_entry', messageBytes('reg_file_entry', {...rest, fown: {uid: 1}}));
	t.is(message.pos, file.pos);
	t.is(message.fown.uid, 1);
	t.regex(defect!.reason, /^required field fown_entry\.\w+ is missing$/v);
});

test('damage keeps what stands before it', t => {
	const bytes = messageBytes('reg_file_entry', file);
	const whole = decodeMessage('reg_file_entry', bytes).message;
	for (let length = 0; length < bytes.length; length++) {
		const {message, defect} = decodeMessage('reg_file_entry', bytes.subarray(0, length));
		t.truthy(defect, `${length} bytes`);
		for (const name of ['id', 'flags', 'pos'] as const) {
			t.true(message[name] === undefined || message[name] === whole[name]);
		}
	}
});

test('a field may be left out', t => {
	const {message, defect} = decodeMessage('reg_file_entry', messageBytes('reg_file_entry', file), {omit: 'build_id'});
	t.is(defect, undefined);
	t.false('build_id' in message);
});

test('any byte of a message may be any other', t => {
	const bytes = messageBytes('file_entry', {type: 1, id: 7, reg: file});
	for (let position = 0; position < bytes.length; position++) {
		for (const value of [0, 1, 7, 0x0f, 0x7f, 0x80, 0xff]) {
			const damaged = Uint8Array.from(bytes);
			damaged[position] = value;
			t.notThrows(() => decodeMessage('file_entry', damaged));
		}
	}
});

test('nesting without end is refused', t => {
	const name = messageBytes('aa_namespace', {name: Buffer.from('n')});
	let bytes = name;
	for (let depth = 0; depth < 200; depth++) {
		bytes = Buffer.concat([name, Buffer.from([3 << 3 | 2, ...varint(bytes.length)]), bytes]);
	}

	t.regex(decodeMessage('aa_namespace', bytes).defect!.reason, /nested too deeply/v);
});

function varint(value: number): number[] {
	return value < 0x80 ? [value] : [value & 0x7f | 0x80, ...varint(value >>> 7)];
}
