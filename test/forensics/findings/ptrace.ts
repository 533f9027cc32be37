import test from 'ava';
import {ptrace} from '../../../source/forensics/findings/rules/ptrace.js';
import {foundBy} from '../../support/findings.js';
import {withCapabilities} from '../../support/with-capabilities.js';

test('the right to trace, once for all that have it', async t => {
	t.deepEqual(await foundBy(ptrace, withCapabilities('podman-loop', [1, 2, 16], 1 << 19)), ['danger 1 cap_sys_ptrace (and 2 more processes)']);
});

test('other rights, and processes of the host, which no engine gave anything', async t => {
	t.deepEqual(await foundBy(ptrace, 'podman-zoo'), []);
	t.deepEqual(await foundBy(ptrace, 'raw-plain'), []);
});
