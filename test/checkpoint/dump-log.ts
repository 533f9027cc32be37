import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {parseDumpLog} from '../../source/checkpoint/dump-log.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {unpack} from '../support/fixtures.js';

const host = 'vm Linux 6.18.44-fc-v595 #1 SMP PREEMPT_DYNAMIC @0 x86_64';

for (const [name, version, outcome] of [
	['checkpoint-shop', '4.2.1 (gitid 0)', 'succeeded'],
	['checkpoint-ledger', '4.2.1 (gitid 0)', 'succeeded'],
	['raw-criu41', '4.1.1 (gitid 0)', 'succeeded'],
	['raw-plain', '4.2.1 (gitid 0)', 'succeeded'],
	['raw-lazy', '4.2.1 (gitid 0)', undefined],
] as const) {
	test(`${name}: dump.log names CRIU's version, the host and how it ended`, async t => {
		const {container: {log}} = await openCheckpoint(unpack(name));
		t.is(log!.version!.toString(), version);
		t.is(log!.host!.toString(), host);
		t.is(log!.outcome, outcome);
	});
}

test('Podman leaves no dump.log', async t => {
	const {container} = await openCheckpoint(unpack('podman-small'));
	t.is(container.log, undefined);
});

test('a dump that failed: the errors in order, without the closing line', t => {
	const text = fs.readFileSync(path.join(unpack('raw-failed-dump'), 'raw-failed-dump/dump.log'), 'latin1');
	const log = parseDumpLog(text, text);
	t.is(log.outcome, 'failed');
	t.deepEqual(log.errors.slice(-2).map(String), [
		'Error (criu/files-reg.c:1790): Can\'t lookup mount=83 for fd=1 path=/tmp/runc.out',
		'Error (criu/cr-dump.c:1545): Dump files (pid: 30884) failed with -1',
	]);
});

test('the lines of a log are a suspect\'s: exact, harmless, and never read whole', async t => {
	const hostile = '(00.000001) Version: 9\u001B]0;owned\u0007\n(00.000002) not a Version: 1\n' + 'x'.repeat(3_000_000) + '\n(00.1) Error \u001B[2J\n';
	const {container: {log}} = await openCheckpoint(editedCheckpoint('raw-plain', {'raw-plain/dump.log': hostile}));
	t.is(log!.version!.toString(), '9␛]0;owned␇');
	t.is(log!.host, undefined);
	t.deepEqual(log!.errors.map(String), ['Error ␛[2J']);
});
