import {InputError} from '../../archive/byte-source.js';
import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Process} from '../../checkpoint/process.js';
import type {SavedFile} from '../../checkpoint/saved-files/saved-file.js';
import {Breath} from '../breath.js';
import {dangerFirst, type Clue, type Finding} from './finding.js';
import type {Rule} from './rule.js';

export type Findings = {
	/** What is dangerous first, then by rule. */
	readonly findings: readonly Finding[];
	/** What could not be looked at, a sentence each. */
	readonly problems: readonly string[];
};

// Who made the checkpoint decides how much there is to find.
const mostOfRule = 1000;

/**
Asks every rule of a checkpoint. What is damaged costs only the answer to what asked for it.

@throws {PendingError} while the archive is being decompressed
*/
export async function gatherFindings(checkpoint: Checkpoint, rules: readonly Rule[]): Promise<Findings> {
	await checkpoint.savedTrees.whenOpen();
	const breath = new Breath();
	const findings: Finding[] = [];
	const problems = new Set<string>();
	const processes = checkpoint.processes.filter(process => isWhole(process));
	const files = writtenFiles(checkpoint, problems);
	let room = 0;
	const ask = async (clues: () => Iterable<Clue> | AsyncIterable<Clue>, about: Omit<Finding, keyof Clue>) => {
		try {
			for await (const clue of clues()) {
				if (room === 0) {
					problems.add(`The rule ${about.rule} found more than ${mostOfRule} things: the others are not listed.`);
					break;
				}

				room--;
				findings.push({...clue, ...about});
			}

			if (breath.isDue) {
				await breath.take();
			}
		} catch (error) {
			if (!(error instanceof InputError)) {
				throw error;
			}

			problems.add(error.message);
		}
	};

	for (const rule of rules) {
		room = mostOfRule;
		if ('inProcess' in rule) {
			for (const process of processes) {
				await ask(() => rule.inProcess(process, checkpoint), {rule: rule.name, process});
			}
		} else {
			await ask(() => 'inContainer' in rule ? rule.inContainer(processes, checkpoint) : rule.inFiles(files), {rule: rule.name});
		}
	}

	return {findings: dangerFirst(findings), problems: [...problems]};
}

/** Of a pre-dump there is memory only, and of what was dead not even that. That an image of it is damaged is for the rules to find. */
function isWhole(process: Process): boolean {
	const memory = attempt(() => process.hasMemory);
	return !process.memoryOnly && (memory.state !== 'ready' || memory.value);
}

function writtenFiles({savedTrees}: Checkpoint, problems: Set<string>): SavedFile[] {
	return savedTrees.all().flatMap(tree => {
		for (const {message} of tree.problems) {
			problems.add(message);
		}

		const files = attempt(() => tree.files());
		return files.state === 'ready' ? files.value.filter(({member}) => member !== undefined && member.kind !== 'other') : [];
	});
}
