import test from 'ava';
import {oddProgram} from '../../../source/forensics/findings/rules/odd-program.js';
import {foundBy, gathered} from '../../support/findings.js';
import {renamedFile} from '../../support/renamed-file.js';

test('a program that was deleted as it ran, with the way to its code', async t => {
	t.deepEqual(await foundBy(oddProgram, 'fx-deleted'), ['danger 2 program /tmp/.systemd-private (deleted)']);
	const {findings} = await gathered([oddProgram], 'fx-deleted');
	t.is(findings[0]!.address, 0x40_10_00n);
});

test('a program that never was in a file system', async t => {
	t.deepEqual(await foundBy(oddProgram, 'fx-memfd'), ['danger 1 program /memfd:kworker']);
});

test('a program in a hidden folder of /var/tmp', async t => {
	t.deepEqual(await foundBy(oddProgram, 'fx-rootkit'), ['danger 8 program /var/tmp/. /miner']);
});

test('what CRIU itself leaves in a process that is dumped lazily is told for what it is', async t => {
	const {findings} = await gathered([oddProgram], 'raw-lazy');
	t.like(findings[0], {severity: 'notice', why: 'CRIU runs code of its own by this name in what it dumps, and a lazy dump has it.'});
	t.is(findings.length, 1);
});

test('a program of a package that is gone may have been updated; one from elsewhere not', async t => {
	t.deepEqual(await foundBy(oddProgram, renamedFile('fx-deleted', '/tmp/.systemd-private', '/usr/sbin/sshd')), ['notice 2 program /usr/sbin/sshd (deleted)']);
	t.deepEqual(await foundBy(oddProgram, renamedFile('fx-deleted', '/tmp/.systemd-private', '/root/x')), ['danger 2 program /root/x (deleted)']);
});

test('a library in /tmp that is mapped to be run', async t => {
	t.deepEqual((await foundBy(oddProgram, renamedFile('podman-loop', '/usr/lib/x86_64-linux-gnu/libc.so.6', '/tmp/libc.so.6'))).slice(0, 1), ['danger 1 mapped to run: /tmp/libc.so.6']);
});
