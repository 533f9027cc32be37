import type {YaraRules} from '../forensics/findings/yara/yara-rules.js';

/**
Compiles YARA rules for `work`, if files of them are given; returns what that returned.

@throws {InputError} when there are none in them
*/
export async function withYara(files: readonly string[], work: (rules: YaraRules | undefined) => Promise<number>): Promise<number> {
	if (files.length === 0) {
		return work(undefined);
	}

	const {YaraRules} = await import('../forensics/findings/yara/yara-rules.js');
	const rules = await YaraRules.compile(files);
	try {
		return await work(rules);
	} finally {
		rules.end();
	}
}
