import test from 'ava';
import {inspect} from '../../../source/explorer/hex/data-inspector.js';
import {openAddressSpace} from '../../../source/memory/open-address-space.js';
import {find, fixtureImages} from '../../support/memory.js';
import {madeMemory} from '../../support/made-memory.js';

const mappingName = () => undefined;
const read = (bytes: Uint8Array, byteOrder: 'little' | 'big' = 'little', wordSize: 4 | 8 = 8) => {
	const page = new Uint8Array(4096);
	page.set(bytes);
	const {fields, pointer} = inspect(madeMemory([{start: 0x1000n, parts: [page], kind: 'heap'}], wordSize), 0x1000n, {byteOrder, mappingName});
	return {pointer, values: Object.fromEntries(fields.map(({name, value}) => [name, value]))};
};

test('bytes are read as integers of every size, signed and not', t => {
	const {values} = read(Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
	t.like(values, {'8 bits': '254 or -2', '16 bits': '65534 or -2', '32 bits': '4294967294 or -2', '64 bits': '18446744073709551614 or -2'});
});

test('a big-endian process is read so', t => {
	t.like(read(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2), 'big').values, {'16 bits': '0', '32 bits': '1', '64 bits': '4294967298'});
	t.like(read(Uint8Array.of(0, 0x41, 0, 0x42), 'big').values, {'as UTF-16': 'AB'});
});

test('floats keep the digits they have', t => {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setFloat64(0, 0.1, true);
	t.is(read(bytes).values.f64, '0.1');
	new DataView(bytes.buffer).setFloat32(0, 1.5, true);
	t.is(read(bytes).values.f32, '1.5');
});

test('a number is shown as a time only when it could be one', t => {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setUint32(0, 1_795_229_786, true);
	t.is(read(bytes).values['time, s'], '2026-11-21 02:56:26Z');
	t.is(read(bytes).values['time, ms'], undefined);
	new DataView(bytes.buffer).setBigUint64(0, 1_795_229_786_123n, true);
	t.is(read(bytes).values['time, ms'], '2026-11-21 02:56:26.123Z');
	t.is(read(new Uint8Array(8)).values['time, s'], undefined);
});

test('text ends at its first NUL, and none is no text', t => {
	t.is(read(Buffer.from('ab\0cd')).values['as UTF-8'], 'ab');
	t.is(read(Buffer.from('\0cd')).values['as UTF-8'], undefined);
});

test('text passes the sanitiser', t => {
	t.is(read(Buffer.from('\u001B[2Jhi\0more')).values['as UTF-8'], '␛[2Jhi');
	t.is(read(Buffer.from('a\u202Eb\0', 'utf16le')).values['as UTF-16'], 'a\\u{202e}b');
});

test('a pointer is followed only into what is mapped; its size is the process\'s', t => {
	t.is(read(Uint8Array.of(0x10, 0x10, 0, 0, 0, 0, 0, 0)).pointer, 0x1010n);
	t.is(read(Uint8Array.of(0x10, 0x10, 0, 0, 1, 0, 0, 0)).pointer, undefined);
	t.is(read(Uint8Array.of(0x10, 0x10, 0, 0, 1, 0, 0, 0), 'little', 4).pointer, 0x1010n);
	t.is(read(Uint8Array.of(0x10, 0x10)).values.pointer, '1010 heap rw-p');
});

test('what is not in the dump is said, never read as zero', t => {
	const space = madeMemory([{start: 0x1000n, parts: [Uint8Array.of(7, 0, 0), {presence: 'truncated', size: 4093}]}]);
	const {fields} = inspect(space, 0x1000n, {byteOrder: 'little', mappingName});
	const byName = new Map(fields.map(field => [field.name, field]));
	t.like(byName.get('16 bits'), {value: '7', missing: false});
	t.like(byName.get('byte 3'), {value: 'lost: cut off or missing', missing: true});
	t.deepEqual([...byName.keys()], ['8 bits', '16 bits', 'as UTF-8', 'as UTF-16', 'byte 3']);
});

test('the UTF-16 secret of a real process reads as UTF-16', async t => {
	const space = openAddressSpace(await fixtureImages('podman-zoo'), 1);
	const [address] = find(space, Buffer.from('Utf16Secret', 'utf16le').toString('latin1'));
	const {fields} = inspect(space, address!, {byteOrder: 'little', mappingName});
	t.is(fields.find(({name}) => name === 'as UTF-16')?.value, 'Utf16Secret-Passw0rd');
});
