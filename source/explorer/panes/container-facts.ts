import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {join} from '../../checkpoint/compose.js';
import type {Amount} from '../../checkpoint/container.js';
import {dumpKinds} from '../../views/dump-kind.js';
import {dumpMemoryText} from '../../views/dump-memory.js';
import {otherCheckpoints} from '../../views/other-checkpoints.js';
import {formatAmount, formatTime} from '../../views/format.js';
import {frozenTime} from '../../views/frozen-time.js';

export type Fact = {readonly name: string; readonly value: string; readonly isDamage: boolean; readonly isPath: boolean};

/** What a person wants to know of the container at a glance, most wanted first; what is not known is not listed. */
export function containerFacts(checkpoint: Checkpoint): Fact[] {
	const size = (amount: Amount | undefined) => amount && formatAmount(amount);
	const time = (milliseconds: number | undefined) => milliseconds === undefined ? undefined : formatTime(milliseconds);
	const frozen = () => frozenTime(checkpoint.container);
	const asked: ReadonlyArray<readonly [string, () => unknown]> = [
		['Engine', () => checkpoint.container.engine],
		['Runtime', () => checkpoint.container.runtime],
		['Kind', () => checkpoint.container.contents.kind === 'full' ? undefined : dumpKinds[checkpoint.container.contents.kind]],
		['Also here', () => join(otherCheckpoints(checkpoint), ', ')],
		['Opened', () => otherCheckpoints(checkpoint).length === 0 ? undefined : checkpoint.container.folder],
		['Name', () => checkpoint.container.name],
		['Image', () => checkpoint.container.image],
		['Namespace', () => checkpoint.container.namespace],
		['Pod', () => checkpoint.container.pod],
		['Host name', () => checkpoint.container.hostname],
		['Address', () => checkpoint.container.interfaces.flatMap(({addresses}) => addresses).map(String).join(' ')],
		['Frozen', () => frozen()?.isRecorded === true ? formatTime(frozen()!.time) : undefined],
		['File time', () => frozen()?.isRecorded === false ? formatTime(frozen()!.time) : undefined],
		['Created', () => time(checkpoint.container.created)],
		['Memory', () => dumpMemoryText(checkpoint.container)],
		['Dump', () => size(checkpoint.container.sizes.checkpoint)],
		['Changes', () => size(checkpoint.container.sizes.rootfsDiff)],
		['File', () => checkpoint.container.path],
		['ID', () => checkpoint.container.id],
	];
	return asked.flatMap(([name, ask]): Fact[] => {
		const result = attempt(ask);
		if (result.state === 'failed') {
			return [{name, value: result.error.message, isDamage: true, isPath: false}];
		}

		const value = result.state === 'ready' && result.value !== undefined ? String(result.value) : '';
		return value === '' ? [] : [{name, value, isDamage: false, isPath: name === 'File'}];
	});
}
