import test from 'ava';
import {capabilities} from '../../../source/forensics/findings/rules/capabilities.js';
import {ptrace} from '../../../source/forensics/findings/rules/ptrace.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {editMessages} from '../../support/edit-image.js';
import {foundBy} from '../../support/findings.js';

const [admin, trace, raw] = [1 << 21, 1 << 19, 1 << 13];

/** A copy of a checkpoint whose processes have these capabilities too: those below 32, and those above. */
function withCapabilities(name: string, pids: readonly number[], low: number, high = 0): string {
	const changed = new ChangedCheckpoint(name);
	for (const pid of pids) {
		editMessages(changed.image(`core-${pid}.img`), 'core_entry', ({thread_core: thread}) => {
			thread!.creds!.cap_eff = [thread!.creds!.cap_eff[0]! | low, thread!.creds!.cap_eff[1]! | high];
		});
	}

	return changed.folder;
}

test('a capability that leads out of the container, once for all that have it', async t => {
	t.deepEqual(await foundBy(capabilities, withCapabilities('podman-loop', [1, 2], admin)), ['danger 1 cap_sys_admin (and 1 more process)']);
});

test('what Docker gives everybody is worth a notice where Podman does not', async t => {
	t.deepEqual(await foundBy(capabilities, withCapabilities('podman-loop', [1], raw)), ['notice 1 cap_net_raw']);
	t.deepEqual(await foundBy(capabilities, withCapabilities('checkpoint-shop', [1], raw)), []);
});

test('all of them are those of a privileged container', async t => {
	t.deepEqual(await foundBy(capabilities, withCapabilities('podman-loop', [1], -1, 0x1FF)), ['danger 1 all capabilities']);
});

test('the right to trace is told by a rule of its own', async t => {
	const folder = withCapabilities('podman-loop', [1], trace);
	t.deepEqual(await foundBy(ptrace, folder), ['danger 1 cap_sys_ptrace']);
	t.deepEqual(await foundBy(capabilities, folder), []);
});

test('processes of the host, which no engine gave anything', async t => {
	t.deepEqual(await foundBy(capabilities, 'raw-plain'), []);
	t.deepEqual(await foundBy(ptrace, 'raw-plain'), []);
});
