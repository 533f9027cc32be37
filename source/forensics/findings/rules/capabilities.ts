import {allCapabilities, capabilitiesByDanger, capability, defaultCapabilities} from '../../../checkpoint/capabilities.js';
import {capabilitiesText, extraCapabilities} from '../extra-capabilities.js';
import type {ContainerRule} from '../rule.js';

/** Rights beyond those that the engine gives, but for that to trace, which `ptrace` tells. */
export const capabilities: ContainerRule = {
	name: 'capabilities',
	looksFor: 'capabilities beyond those that the engine gives, and privileged containers',
	* inContainer(processes, checkpoint) {
		for (const [set, holders] of extraCapabilities(processes, checkpoint)) {
			const extra = set & ~capability('sys_ptrace');
			const {dangerous, others} = capabilitiesByDanger(extra);
			const process = holders[0]!;
			if ((set | defaultCapabilities) === allCapabilities) {
				yield {severity: 'danger', evidence: capabilitiesText(['all capabilities'], holders), why: 'A privileged container: its root is root of the host, and leaves the container at will.', process};
			} else if (capabilitiesByDanger(extra & ~defaultCapabilities).dangerous.length > 0) {
				yield {severity: 'danger', evidence: capabilitiesText([...dangerous, ...others], holders), why: 'With these a process can leave the container, or reach the host and its neighbours.', process};
			} else if (extra !== 0n) {
				yield {severity: 'notice', evidence: capabilitiesText([...dangerous, ...others], holders), why: 'This engine gives these only to a container that asks for them.', process};
			}
		}
	},
};
