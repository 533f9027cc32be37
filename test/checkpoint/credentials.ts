import test from 'ava';
import {allCapabilities, capabilityNames} from '../../source/checkpoint/capabilities.js';
import {credentialsOf, secureBitsNames} from '../../source/checkpoint/credentials.js';
import {processOf, processTable} from '../support/process-table.js';

const ids = {uid: 1, gid: 2, euid: 3, egid: 4, suid: 5, sgid: 6, fsuid: 7, fsgid: 8, groups: [], secbits: 0};

test('a set of capabilities is 64 bits, the low word first', t => {
	const {capabilities} = credentialsOf({...ids, cap_inh: [], cap_prm: [0x80_00_00_00, 0x1_00], cap_eff: [0xff_ff_ff_ff, 0x1_ff], cap_bnd: [1, 0], cap_amb: []});
	t.is(capabilities.permitted, 0x1_00_80_00_00_00n);
	t.deepEqual(capabilityNames(capabilities.permitted), ['cap_setfcap', 'cap_checkpoint_restore']);
	t.is(capabilities.effective, allCapabilities);
	t.deepEqual(capabilityNames(1n << 41n | 1n), ['cap_chown', 'cap_41']);
});

test('securebits have the names of capabilities(7)', t => {
	t.deepEqual(secureBitsNames(0b1_0001), ['noroot', 'keep_caps']);
});

test('the capabilities of a container of Podman, and of a process of the host', async t => {
	const names = (set: bigint | undefined) => capabilityNames(set ?? 0n);
	const zoo = processOf(await processTable('podman-zoo'), 1).credentials?.capabilities;
	t.deepEqual(names(zoo?.effective), ['cap_chown', 'cap_dac_override', 'cap_fowner', 'cap_fsetid', 'cap_kill', 'cap_setgid', 'cap_setuid', 'cap_setpcap', 'cap_net_bind_service', 'cap_net_raw', 'cap_sys_chroot', 'cap_setfcap']);
	const plain = processOf(await processTable('raw-plain'), 7938).credentials?.capabilities;
	t.true(names(plain?.effective).includes('cap_sys_admin'));
});
