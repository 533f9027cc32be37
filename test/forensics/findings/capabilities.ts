import test from 'ava';
import {capabilities} from '../../../source/forensics/findings/rules/capabilities.js';
import {foundBy} from '../../support/findings.js';
import {withCapabilities} from '../../support/with-capabilities.js';

const [admin, trace, raw] = [1 << 21, 1 << 19, 1 << 13];

test('a capability that leads out of the container, once for all that have it', async t => {
	t.deepEqual(await foundBy(capabilities, withCapabilities('podman-loop', [1, 2], admin)), ['danger 1 cap_sys_admin (and 1 more process)']);
});

test('what Docker gives everybody is worth a notice where Podman does not', async t => {
	t.deepEqual(await foundBy(capabilities, 'podman-zoo'), ['notice 1 cap_net_raw (and 2 more processes)']);
	t.deepEqual(await foundBy(capabilities, withCapabilities('checkpoint-shop', [1], raw)), []);
});

test('all of them are those of a privileged container', async t => {
	t.deepEqual(await foundBy(capabilities, withCapabilities('podman-loop', [1], -1, 0x1FF)), ['danger 1 all capabilities']);
});

test('the right to trace is told by another rule', async t => {
	t.deepEqual(await foundBy(capabilities, withCapabilities('podman-loop', [1], trace)), []);
});

test('processes of the host, which no engine gave anything', async t => {
	t.deepEqual(await foundBy(capabilities, 'raw-plain'), []);
});
