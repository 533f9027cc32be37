import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {YaraFindings} from '../forensics/findings/yara/gather-yara.js';
import {mostAtOnce} from '../forensics/findings/yara/model.js';
import type {YaraRules} from '../forensics/findings/yara/yara-rules.js';
import {sizeText} from './absence.js';
import {amountsText} from './lost-memory.js';
import type {ShowStep} from './step.js';

/** Asks YARA rules of a checkpoint, and shows how far that is. */
export async function gatheredBy(yara: YaraRules, checkpoint: Checkpoint, show: ShowStep): Promise<YaraFindings> {
	const {gatherYara} = await import('../forensics/findings/yara/gather-yara.js');
	const steps = gatherYara(checkpoint, yara);
	let step = await steps.next();
	for (; step.done !== true; step = await steps.next()) {
		const {passed, total} = step.value;
		show({doing: 'scanning with YARA rules', done: passed, total});
	}

	return step.value;
}

/** What is to be known of what YARA rules found, a sentence each. */
export function yaraNotes({omitted, notDumped, cut}: YaraFindings): string[] {
	return [
		...omitted,
		...notDumped.size === 0 ? [] : [`Not in the dump, and so not scanned with YARA rules: ${amountsText(notDumped)}. The stretches between are scanned each by itself.`],
		...cut === 0 ? [] : [`${cut} ${cut === 1 ? 'mapping or file was' : 'mappings or files were'} scanned with YARA rules in pieces of ${sizeText(BigInt(mostAtOnce))} that overlap: a condition about the whole saw a piece at a time.`],
	];
}
