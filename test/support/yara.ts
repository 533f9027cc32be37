import fs from 'node:fs';
import path from 'node:path';
import {gatherYara, type YaraFindings} from '../../source/forensics/findings/yara/gather-yara.js';
import {YaraRules} from '../../source/forensics/findings/yara/yara-rules.js';
import type {Checkpoint} from '../../source/checkpoint/checkpoint.js';
import {fixture, temporaryFolder} from './fixtures.js';
import {completeCheckpoint} from './open-fixture.js';

/** A file with these rules. */
export function rulesFile(text: string, name = 'rules.yar'): string {
	const file = path.join(temporaryFolder(), name);
	fs.writeFileSync(file, text);
	return file;
}

/** Hands compiled rules to `work`. */
export async function withRules<T>(text: string, work: (rules: YaraRules) => Promise<T>): Promise<T> {
	const rules = await YaraRules.compile([rulesFile(text)]);
	try {
		return await work(rules);
	} finally {
		rules.end();
	}
}

/** What rules find in a checkpoint. */
export async function yaraFindings(rules: YaraRules, checkpoint: Checkpoint): Promise<YaraFindings> {
	const steps = gatherYara(checkpoint, rules);
	let step = await steps.next();
	while (step.done !== true) {
		step = await steps.next();
	}

	return step.value;
}

/** Hands what rules find in a shipped checkpoint, or in a folder, to `work`, with the checkpoint open. */
export async function withFindings<T>(text: string, name: string, work: (found: YaraFindings, checkpoint: Checkpoint) => T | Promise<T>): Promise<T> {
	const checkpoint = await completeCheckpoint(name.startsWith('/') ? name : fixture(name));
	try {
		return await withRules(text, async rules => work(await yaraFindings(rules, checkpoint), checkpoint));
	} finally {
		checkpoint.close();
	}
}
