import test from 'ava';
import type {Checkpoint} from '../../../source/checkpoint/checkpoint.js';
import {lastPart, offeredName} from '../../../source/explorer/writing/offered-name.js';
import {Untrusted} from '../../../source/text/untrusted.js';

const named = (name: string | undefined) => ({container: {name: name === undefined ? undefined : Untrusted.from(name), hostname: undefined}}) as unknown as Checkpoint;

test('the name begins with the container\'s, and leaves out what is empty', t => {
	t.is(offeredName(named('zoo'), '1', lastPart('[heap]'), ''), 'zoo-1-heap');
	t.is(offeredName(named(undefined), 'changes'), 'checkpoint-changes');
});

test('what a shell, a file system or an option would take for something else is not in it', t => {
	t.is(offeredName(named('-rf'), '../../etc/passwd', ' a b;$(c)\n\u001B[31m'), 'rf-etc_passwd-a_b_c_31m');
	t.is(offeredName(named('/'), '..', 'ü'), 'checkpoint');
	t.true(offeredName(named('a'.repeat(300)), 'b'.repeat(300)).length < 200);
});

test('of a path it has the last part, without what the kernel adds', t => {
	t.is(lastPart('/usr/lib/libc.so.6'), 'libc.so.6');
	t.is(lastPart('/memfd:payload (deleted)'), 'memfd:payload');
	t.is(lastPart('anonymous'), 'anonymous');
});
