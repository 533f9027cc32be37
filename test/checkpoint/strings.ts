import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {readStrings} from '../../source/checkpoint/strings.js';
import type {Mm} from '../../source/criu/vmas.js';
import type {AddressSpace} from '../../source/memory/memory.js';
import type {Presence} from '../../source/memory/presence.js';
import {withoutRemains} from '../../source/views/args.js';
import {changedTable, processOf, processTable} from '../support/process-table.js';

test('a title that runs from the arguments into the environment is the command line, and the environment is marked', async t => {
	const table = await processTable('fx-title');
	const nginx = processOf(table, 1);
	t.deepEqual(nginx.argv.strings.map(String), ['nginx: master process /usr/sbin/nginx -g daemon off; -c /etc/nginx/this-is-a-long-configuration-path-that-runs-over-the-end-of-argv-into-environ/nginx.conf -p /srv/www']);
	t.deepEqual(processOf(table, 2).argv.strings.map(String), ['nginx: worker process']);
	t.deepEqual(processOf(table, 3).argv.strings.map(String), ['[kworker/0:1-events]']);
	for (const process of table.processes) {
		t.true(process.argv.overwritten);
		t.true(process.environ.overwritten);
		t.is(process.argv.missing, undefined);
	}
});

test('arguments and environment that nobody wrote over are not marked', async t => {
	for (const name of ['podman-small', 'px-hugeenv', 'px-i386', 'px-tree', 'fx-memfd', 'raw-criu41']) {
		const {processes} = await processTable(name);
		for (const {pid, argv, environ, hasMemory} of processes) {
			t.false(argv.overwritten, `arguments of pid ${pid} of ${name}`);
			t.false(environ.overwritten, `environment of pid ${pid} of ${name}`);
			t.true(!hasMemory || argv.strings.length > 0);
		}
	}
});

test('px-hugeenv: a variable of 128 KiB, bytes that are no UTF-8, and an empty last argument', async t => {
	const {argv, environ} = processOf(await processTable('px-hugeenv'), 1);
	const huge = environ.strings.find(string => string.toKey().startsWith('HUGE='))!;
	t.true(huge.length > 128 * 1000);
	t.is(argv.strings.at(-1)?.length, 0);
	t.true(argv.strings.some(({bytes}) => Buffer.from(bytes).subarray(0, 2).equals(Buffer.of(0xFF, 0xFE))));
	t.true(argv.strings.some(({length}) => length > 5000));
	t.false([...argv.strings, ...environ.strings].some(string => /\p{Control}/v.test(String(string))));
});

test('px-i386: a 32-bit process', async t => {
	const {argv, environ} = processOf(await processTable('px-i386'), 1);
	t.deepEqual(argv.strings.map(String), ['/bin/i386']);
	t.true(environ.strings.some(string => string.equals('container=podman')));
});

test('pages that were left on the source host are said to be missing', async t => {
	const table = await processTable('raw-lazy');
	const [process] = table.processes;
	t.regex(`${process?.argv.missing} ${process?.environ.missing}`, /0x[\da-f]+-0x[\da-f]+ was left on the source host/v);
});

test('pages of a pages file that is cut off are said to be missing', async t => {
	const table = await changedTable('podman-small', images => {
		for (const name of fs.globSync('pages-*.img', {cwd: images})) {
			fs.truncateSync(path.join(images, name), 0);
		}
	});
	const {argv} = processOf(table, 1);
	t.deepEqual(argv.strings, []);
	t.regex(argv.missing ?? '', /is in a part of the pages file that is cut off$/v);
});

/** A memory that is all there at every address, and zero but for what `content` has from `at` on. */
function memoryWith(at: bigint, content: string, presence: (page: number) => Presence = () => 'zero'): AddressSpace {
	const read: AddressSpace['read'] = (start, target) => {
		target.fill(0);
		const offset = Number(at - start);
		if (offset >= 0 && offset < target.length) {
			Buffer.from(content).copy(target, offset);
		}

		return Array.from({length: Math.ceil(target.length / 4096)}, (_, page) => ({start: start + BigInt(page * 4096), end: start + BigInt(Math.min(target.length, (page + 1) * 4096)), presence: presence(page), vma: undefined}));
	};

	return {read, pageSize: 4096, wordSize: 8} as Partial<AddressSpace> as AddressSpace;
}

const mebibyte = 1_048_576n;

function boundsOf(argEnd: bigint, envEnd: bigint): Mm {
	return {mm_arg_start: 0x10_00n, mm_arg_end: 0x10_00n + argEnd, mm_env_start: 0x10_00n + argEnd, mm_env_end: 0x10_00n + argEnd + envEnd, mm_start_stack: 0n} as Partial<Mm> as Mm;
}

test('an environment of a hundred million empty strings is shown as far as it can be true, and the rest is said', t => {
	const {environ} = readStrings(memoryWith(0n, ''), boundsOf(16n, 100n * mebibyte), 'little');
	t.is(environ.strings.length, 262_144);
	t.is(environ.addresses.length, 262_144);
	t.is(environ.missing, '0x801010-0x6401010 not read: the area is too large to be true; 0x41010-0x801010 not shown: more than 262144 strings');
});

test('what is missing page by page is told in one line', t => {
	const {environ} = readStrings(memoryWith(0n, '', page => page % 2 === 0 ? 'lazy' : 'zero'), boundsOf(0n, mebibyte / 8n), 'little');
	t.regex(environ.missing!, /^(?:0x[\da-f]+-0x[\da-f]+ was left on the source host; ){4}and 12 more such stretches$/v);
});

test('a title that is padded with NULs is one argument to a person', t => {
	const {argv} = readStrings(memoryWith(0x10_00n, 'redis-server *:6379'), boundsOf(64n, 0n), 'little');
	t.true(argv.overwritten);
	// As /proc/PID/cmdline has it.
	t.is(argv.strings.length, 45);
	t.deepEqual(withoutRemains(argv).map(String), ['redis-server *:6379']);
});

test('empty arguments that a process was started with are arguments', async t => {
	const {argv} = processOf(await processTable('px-hugeenv'), 1);
	t.deepEqual(withoutRemains(argv), argv.strings);
});
