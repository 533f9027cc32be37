import test from 'ava';
import {findImageDirectories} from '../../../source/criu/find-image-directories.js';
import {decoded} from '../../support/crit.js';
import {expected} from '../../support/fixtures.js';
import {imageOf} from '../../support/image-file.js';
import {contentOf} from '../../support/image-files.js';
import {madeImages} from '../../support/made-images.js';
import {openFixture} from '../../support/open-fixture.js';

type Entry = Record<string, unknown>;

const entriesOf = async (image: Uint8Array, options = {}) => (JSON.parse(await decoded(image, {pretty: true, ...options})) as {entries: Entry[]}).entries;

const [zoo] = findImageDirectories(await openFixture('podman-zoo'));

const zooEntries = async (name: string) => entriesOf(contentOf({directory: zoo!, name}));

test('it is indented by 4', async t => {
	const image = imageOf('PSTREE', [{type: 'pstree_entry', values: {pid: 1, ppid: 0, pgid: 1, sid: 1, threads: [1, 2]}}]);
	t.is(await decoded(image, {pretty: true}), `{
    "magic": "PSTREE",
    "entries": [
        {
            "pid": 1,
            "ppid": 0,
            "pgid": 1,
            "sid": 1,
            "threads": [
                1,
                2
            ]
        }
    ]
}
`);
});

test('states of tasks have their right names', async t => {
	const entries = await entriesOf(madeImages['cores in every state, of an unknown machine']!);
	t.deepEqual(entries.map(({tc}) => (tc as Entry).task_state), [0, 'Alive', 'Dead', 'Stopped', 'Zombie', 7]);
	for (const [pid, state] of [[1, 'Alive'], [5, 'Dead'], [6, 'Stopped']] as const) {
		const [core] = await zooEntries(`core-${pid}.img`);
		t.is((core!.tc as Entry).task_state, state);
	}
});

test('addresses and masks are in hexadecimal, those of nested messages too', async t => {
	const [core] = await zooEntries('core-1.img');
	const {clear_tid_addr: address, gpregs} = core!.thread_info as Entry;
	const {entries} = expected('podman-zoo', 'images/core-1.img.json') as {entries: [{thread_info: {clear_tid_addr: number; gpregs: {ip: number}}}]};
	const plain = entries[0].thread_info;
	t.is(address, `0x${plain.clear_tid_addr.toString(16)}`);
	t.is((gpregs as Entry).ip, `0x${plain.gpregs.ip.toString(16)}`);
	t.is((gpregs as Entry).mode, 'NATIVE');
	t.is((core!.tc as Entry).blk_sigset, '0x0');
});

test('bits have names, and what has none is in hexadecimal', async t => {
	const [mm] = await zooEntries('mm-1.img');
	const vma = (mm!.vmas as Entry[])[1]!;
	t.deepEqual([vma.start, vma.prot, vma.flags, vma.status], ['0x422000', 'PROT_READ | PROT_EXEC', 'MAP_PRIVATE', 'VMA_AREA_REGULAR | VMA_FILE_PRIVATE']);
	const [limits] = await entriesOf(madeImages['numbers at their limits']!);
	t.is(limits!.flags, 'MAP_PRIVATE | MAP_ANON | MAP_GROWSDOWN | 0x80000010');
	t.regex(limits!.status as string, /^VMA_AREA_REGULAR \| .* \| VMA_UNSUPP \| 0x7ffd0010$/v);
	const [head, entry] = await zooEntries('pagemap-1.img');
	t.is(head!.pages_id, 3);
	t.is(entry!.flags, 'PE_PRESENT');
});

test('no bit at all is an empty string', async t => {
	const [file] = await entriesOf(imageOf('REG_FILES', [{type: 'reg_file_entry', values: {id: 1, flags: 0, pos: 0n, fown: {uid: 0, euid: 0, signum: 0, pid_type: 0, pid: 0}, name: Buffer.from('/')}}]));
	t.is(file!.flags, '');
});

test('Internet addresses are text where their words are one or four', async t => {
	const entries = await entriesOf(madeImages['Internet sockets']!);
	t.deepEqual(entries.map(entry => entry.src_addr), [['127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['2001:780:100::200:0'], [1, 2]]);
	t.deepEqual([entries[0]!.family, entries[1]!.family, entries[0]!.type, entries[0]!.proto, entries[0]!.state], ['INET', 'INET6', 'STREAM', 'TCP', 11]);
});

test('devices are major and minor, as the kernel or as the C library has them', async t => {
	const [ghost] = await entriesOf(madeImages['a removed file in chunks']!);
	t.deepEqual([ghost!.dev, ghost!.rdev], ['8:1', '4095:1048575']);
});

test('payloads may be hidden', async t => {
	const hidden = async (name: keyof typeof madeImages) => (await entriesOf(madeImages[name]!, {nopl: true})).map(({extra}) => extra);
	t.deepEqual(await hidden('pipes with and without data'), ['... <100B>', '... <0B>']);
	t.deepEqual(await hidden('a TCP stream with both queues'), ['... <5B>']);
	t.deepEqual(await hidden('a BPF map'), ['... <10B>']);
	t.deepEqual(await hidden('semaphores, padded and not'), ['... <8B>', '... <2B>', '... <0B>']);
	t.deepEqual(await hidden('message queues, padded and not'), ['... <29B>', '... <0B>']);
	t.deepEqual(await hidden('shared memory with its content, padded and not'), ['... <5B>', '... <4B>', '... <0B>']);
	t.deepEqual(await hidden('shared memory with its content in pagemaps'), ['... <0B>', '... <0B>']);
	t.deepEqual(await hidden('a removed file in chunks'), [undefined, undefined, undefined]);
	t.deepEqual(await hidden('a removed file in one piece'), [undefined]);
});

for (const [size, text] of [[1023, '1023B'], [1024, '1KB'], [1536, '1.5KB'], [1_300_000, '1.2MB']] as const) {
	test(`a hidden payload of ${size} bytes`, async t => {
		const [entry] = await entriesOf(imageOf('PIPES_DATA', [{type: 'pipe_data_entry', values: {pipe_id: 1, bytes: size}, extra: new Uint8Array(size)}]), {nopl: true});
		t.is(entry!.extra, `... <${text}>`);
	});
}
