import {capability} from '../../../checkpoint/capabilities.js';
import {capabilitiesText, extraCapabilities} from '../extra-capabilities.js';
import type {ContainerRule} from '../rule.js';

/** The right to trace. Who was traced is in no image: CRIU traces a process itself to dump it, and dumps none that another traces. */
export const ptrace: ContainerRule = {
	name: 'ptrace',
	looksFor: 'processes that may trace any other',
	* inContainer(processes, checkpoint) {
		for (const [set, holders] of extraCapabilities(processes, checkpoint)) {
			if ((set & capability('sys_ptrace')) !== 0n) {
				yield {severity: 'danger', evidence: capabilitiesText(['cap_sys_ptrace'], holders), why: 'It can read and change the memory of every process that it sees, also of other users.', process: holders[0]!};
			}
		}
	},
};
