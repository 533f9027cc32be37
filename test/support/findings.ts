import type {Finding} from '../../source/forensics/findings/finding.js';
import {gatherFindings} from '../../source/forensics/findings/gather.js';
import type {Rule} from '../../source/forensics/findings/rule.js';
import {fixture} from './fixtures.js';
import {completeCheckpoint} from './open-fixture.js';

/** What a rule finds in a shipped checkpoint, or in a folder, a line each: severity, pid, evidence. */
export async function foundBy(rule: Rule, name: string): Promise<string[]> {
	const {findings} = await gathered([rule], name);
	return findings.map(finding => line(finding));
}

/** What rules find in a shipped checkpoint, or in a folder, and what they complain about. */
export async function gathered(rules: readonly Rule[], name: string) {
	const checkpoint = await completeCheckpoint(name.startsWith('/') ? name : fixture(name));
	try {
		return await gatherFindings(checkpoint, rules);
	} finally {
		checkpoint.close();
	}
}

export function line({severity, process, evidence}: Pick<Finding, 'severity' | 'process' | 'evidence'>): string {
	return [severity, process?.pid, String(evidence)].filter(part => part !== undefined).join(' ');
}
