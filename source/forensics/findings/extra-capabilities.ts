import {attempt} from '../../archive/attempt.js';
import {defaultCapabilitiesOf} from '../../checkpoint/capabilities.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {compose} from '../../checkpoint/compose.js';
import type {Process} from '../../checkpoint/process.js';
import type {Untrusted} from '../../text/untrusted.js';

/** The processes by the capabilities that they have and the engine gives nobody who does not ask; none where no engine is known, as of a process of the host. */
export function extraCapabilities(processes: readonly Process[], {container}: Checkpoint): Map<bigint, Process[]> {
	const usual = defaultCapabilitiesOf(container.engine);
	const groups = new Map<bigint, Process[]>();
	for (const process of usual === undefined ? [] : processes) {
		const credentials = attempt(() => process.credentials?.capabilities);
		const held = credentials.state === 'ready' && credentials.value !== undefined ? credentials.value.effective | credentials.value.permitted : 0n;
		const extra = held & ~usual!;
		groups.set(extra, [...groups.get(extra) ?? [], process]);
	}

	groups.delete(0n);
	return groups;
}

/** The names of capabilities, and how many more processes have them than the first. */
export function capabilitiesText(names: readonly string[], holders: readonly Process[]): Untrusted {
	const more = holders.length - 1;
	return compose(names.join(', '), more === 0 ? '' : ` (and ${more} more ${more === 1 ? 'process' : 'processes'})`);
}
