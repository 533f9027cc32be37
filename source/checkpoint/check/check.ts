import {attempt} from '../../archive/attempt.js';
import {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import type {Checkpoint} from '../checkpoint.js';
import {requireComplete} from '../require-complete.js';
import {dumpIn, type Dump} from './dump.js';
import {encoding} from './encoding.js';
import {broken, damage, severities, type Finding, type Observation} from './finding.js';
import {memoryRules, needRules, referenceRules, type Rule} from './rules.js';

/**
Everything that stands in the way of restoring a checkpoint, and that it takes, what is worst first; of every directory of images in it. Of pages files only the sizes are read.

@throws {PendingError} while the archive is being decompressed
*/
export function findingsOf(checkpoint: Checkpoint): Finding[] {
	const {archive} = checkpoint;
	requireComplete(archive);
	const ofArchive = archive.problems.map(problem => ({check: 'archive', ...damage(problem)}));
	const directories = attempt(() => [checkpoint.images, ...checkpoint.otherImages]);
	if (directories.state === 'pending') {
		throw directories.error;
	}

	if (directories.state === 'failed') {
		const {reason, offset} = directories.error;
		return inOrder([...ofArchive, {check: 'dump-kind', ...broken(Untrusted.from(archive.path), reason, {offset})}]);
	}

	return inOrder([...ofArchive, ...dumpsIn(directories.value).flatMap(dump => findingsIn(dump))]);
}

/** What is broken: of a whole checkpoint there is none. */
export function brokenOf(findings: readonly Finding[]): Finding[] {
	return findings.filter(({severity}) => severity === 'broken');
}

/** The dumps in these directories, and those outside of the archive that they build on; each once, whoever builds on another first. */
export function dumpsIn(directories: readonly ImageDirectory[]): Dump[] {
	const {archive} = directories[0]!;
	const dumps = new Map<string, Dump>();
	for (const images of directories) {
		if (dumps.has(keyOf(images))) {
			continue;
		}

		dumps.set(keyOf(images), dumpIn(images, {isParent: false}));
		for (let parent = parentOf(images); parent !== undefined; parent = parentOf(parent)) {
			const outside = parent.archive === archive ? '' : `${Untrusted.from(parent.archive.path).toString()}/`;
			dumps.set(keyOf(parent), dumpIn(parent, {isParent: true, outside}));
		}
	}

	return [...dumps.values()];
}

function keyOf({archive, prefix}: ImageDirectory): string {
	return `${archive.path}\0${prefix}`;
}

function parentOf(images: ImageDirectory): ImageDirectory | undefined {
	const parent = attempt(() => images.parent);
	return parent.state === 'ready' && parent.value instanceof ImageDirectory ? parent.value : undefined;
}

function findingsIn(dump: Dump): Finding[] {
	const {encrypted, archive} = dump.images;
	if (encrypted) {
		return found({name: 'encoding', find: encoding}, dump);
	}

	const ofArchive = dump.outside === '' ? [] : archive.problems.map(problem => ({check: 'archive', ...damage(problem)}));

	const rules = dump.isParent || dump.isPreDump ? memoryRules : [...memoryRules, ...referenceRules, ...needRules];
	return [...ofArchive, ...rules.flatMap(rule => found(rule, dump))];
}

function found({name, find}: Rule, dump: Dump): Finding[] {
	const observations: Observation[] = [];
	const end = attempt(() => {
		for (const observation of find(dump)) {
			observations.push(observation);
		}
	});
	if (end.state === 'pending') {
		throw end.error;
	}

	if (end.state === 'failed') {
		observations.push(damage(end.error, dump.outside));
	}

	return observations.map(observation => ({check: name, ...observation}));
}

/** By severity; what several rules met, once. */
function inOrder(findings: readonly Finding[]): Finding[] {
	const unique = new Map(findings.toReversed().map(finding => [[finding.severity, finding.file, finding.offset, finding.text].join('\0'), finding]));
	return [...unique.values()].toReversed().sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
}
