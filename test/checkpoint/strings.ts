import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
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
